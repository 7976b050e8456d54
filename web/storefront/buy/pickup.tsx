import type { Shop } from '../../../shared/protocol/shapes.ts'
import { Icon } from '../../ui/icons.tsx'
import { texts } from '../../ui/texts.ts'
import styles from './pickup.module.css'

/** Where and when a shop hands over what was bought. */
export const Pickup = ({ shop }: { shop: Shop | undefined }) => (
  <div className={styles.pickup}>
    <Icon name="pin" />
    <div>
      <p className={styles.label}>
        {texts.storefront.buy.pickup}
        {shop && ` · ${shop.name}`}
      </p>
      <p className={styles.note}>{shop?.pickupNote || texts.storefront.buy.noPickupNote}</p>
    </div>
  </div>
)
