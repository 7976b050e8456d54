import { Link } from '@tanstack/react-router'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { Icon } from '../../ui/icons.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { shopHue } from '../../ui/shop-hue.ts'
import styles from './shop-card.module.css'

/** Who sells a product. */
export const ShopCard = ({ shop }: { shop: Shop }) => (
  <section className={styles.card} style={shopHue(shop.id, shop.color)} aria-label={orderTexts.product.by}>
    <span className={styles.sign} aria-hidden="true">
      {shop.avatar ? (
        <img src={`/images/${shop.avatar}`} alt="" loading="lazy" />
      ) : (
        <Icon name="shop" size={24} />
      )}
    </span>
    <div className={styles.text}>
      <Link to="/shop/$slug" params={{ slug: shop.slug }} className={styles.name}>
        {shop.name}
      </Link>
      {shop.description && <p className={styles.about}>{shop.description}</p>}
    </div>
  </section>
)
