import type { Product } from '../../shared/protocol/shapes.ts'
import styles from './cover.module.css'
import { shopHue } from './shop-hue.ts'

export interface CoverProps {
  /** The initials of its name replace a missing picture, in a colour that all covers of a shop share. */
  product: Pick<Product, 'name' | 'image' | 'shopId'>
  /** Sold out: without colour. */
  greyed?: boolean
  /** Whether to load it at once; others load when scrolled near. */
  eager?: boolean
}

/** A product's cover, 4:3. Decorative, as the name is next to it, and so hidden from screen readers. */
export function Cover({ product: { name, image, shopId }, greyed = false, eager = false }: CoverProps) {
  return (
    <div
      className={styles.cover}
      style={shopHue(shopId)}
      data-greyed={greyed || undefined}
      aria-hidden="true"
    >
      {image ? (
        <img src={`/images/${image}`} alt="" loading={eager ? 'eager' : 'lazy'} decoding="async" />
      ) : (
        initialsOf(name)
      )}
    </div>
  )
}

/** "WH" of "Woollen hat": the first letters of the first two words. */
function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  return words
    .slice(0, 2)
    .map((word) => ([...word][0] ?? '').toLocaleUpperCase())
    .join('')
}
