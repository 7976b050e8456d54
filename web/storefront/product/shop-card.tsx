import { Link } from '@tanstack/react-router'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { orderTexts } from '../../ui/order-texts.ts'
import { ShopSign } from '../shop/shop-sign.tsx'
import styles from './shop-card.module.css'

/** Who sells a product. */
export const ShopCard = ({ shop }: { shop: Shop }) => (
  <section className={styles.card} aria-label={orderTexts.product.by}>
    <ShopSign shop={shop} />
    <div className={styles.text}>
      <Link to="/shop/$slug" params={{ slug: shop.slug }} className={styles.name}>
        {shop.name}
      </Link>
      {shop.description && <p className={styles.about}>{shop.description}</p>}
    </div>
  </section>
)
