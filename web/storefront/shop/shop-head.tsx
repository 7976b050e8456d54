import type { CSSProperties } from 'react'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import styles from './shop-head.module.css'
import { ShopSign } from './shop-sign.tsx'

/** A shop's banner, its sign and its name, in its own colour. */
export function ShopHead({ shop }: { shop: Shop }) {
  return (
    <div
      className={styles.head}
      style={{ '--shop': shop.color ?? 'var(--sunk)' } as CSSProperties}
      data-banner={shop.banner !== null || undefined}
    >
      {shop.banner && <img className={styles.banner} src={`/images/${shop.banner}`} alt="" />}
      <div className={styles.line}>
        <ShopSign shop={shop} large />
        <h1>{shop.name}</h1>
      </div>
    </div>
  )
}
