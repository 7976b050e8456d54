import type { Product } from '../../shared/protocol/shapes.ts'
import { glyphOf } from './category-glyph.ts'
import styles from './cover.module.css'
import { shopHue } from './shop-hue.ts'

export interface CoverProps {
  /** Its category's glyph replaces a missing picture, on a pattern in a colour that all covers of a shop share. */
  product: Pick<Product, 'image' | 'shopId'> & { category?: string | null }
  /** Sold out: without colour. */
  greyed?: boolean
  /** Whether to load it at once; others load when scrolled near. */
  eager?: boolean
}

/** A product's cover, 4:3. Decorative, as the name is next to it, and so hidden from screen readers. */
export function Cover({ product, greyed = false, eager = false }: CoverProps) {
  const { image, shopId, category = null } = product
  return (
    <div
      className={styles.cover}
      style={shopHue(shopId)}
      data-greyed={greyed || undefined}
      data-plain={image === null || undefined}
      aria-hidden="true"
    >
      {image ? (
        <img src={`/images/${image}`} alt="" loading={eager ? 'eager' : 'lazy'} decoding="async" />
      ) : (
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d={glyphOf(category)} />
        </svg>
      )}
    </div>
  )
}
