import type { CSSProperties } from 'react'
import styles from './cover.module.css'

export interface CoverProps {
  /** The product's name; its initials stand where there is no picture. */
  name: string
  /** The hash of the picture, or null. */
  image: string | null
  /** Gives the colour: all covers of a shop share it. */
  shopId: number
  /** Sold out: without colour. */
  greyed?: boolean
  /** Whether it is seen at once, as on a product's own page; others load when they come near. */
  eager?: boolean
}

/** A product's cover, 4:3. It says nothing that the name beside it does not, and so is hidden from readers. */
export function Cover({ name, image, shopId, greyed = false, eager = false }: CoverProps) {
  const style = { '--hue': hueOf(shopId) } as CSSProperties
  return (
    <div className={styles.cover} style={style} data-greyed={greyed || undefined} aria-hidden="true">
      {image ? (
        <img src={`/images/${image}`} alt="" loading={eager ? 'eager' : 'lazy'} decoding="async" />
      ) : (
        initialsOf(name)
      )}
    </div>
  )
}

/** Steps of the golden angle: shops that were opened one after another look far apart. */
const hueOf = (shopId: number): number => Math.round((shopId * 137.508 + 20) % 360)

/** "WH" of "Woollen hat": the first letters of the first two words. */
function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? []
  return words
    .slice(0, 2)
    .map((word) => ([...word][0] ?? '').toLocaleUpperCase())
    .join('')
}
