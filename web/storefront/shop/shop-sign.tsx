import type { Shop } from '../../../shared/protocol/shapes.ts'
import { Icon } from '../../ui/icons.tsx'
import { shopHue } from '../../ui/shop-hue.ts'
import styles from './shop-sign.module.css'

/** A shop's avatar, or a sign where it has none. */
export const ShopSign = ({ shop, large = false }: { shop: Shop; large?: boolean }) => (
  <span
    className={styles.sign}
    style={shopHue(shop.id, shop.color)}
    data-large={large || undefined}
    aria-hidden="true"
  >
    {shop.avatar ? (
      <img src={`/images/${shop.avatar}`} alt="" loading="lazy" />
    ) : (
      <Icon name="shop" size={24} />
    )}
  </span>
)
