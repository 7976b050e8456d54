import type { Shop } from '../../../shared/protocol/shapes.ts'
import { Icon } from '../../ui/icons.tsx'
import { texts } from '../../ui/texts.ts'
import styles from './pickup.module.css'

export interface PickupProps {
  shop: Shop | undefined
  /** Two lines at most and no heading, where the shop is named right above. */
  brief?: boolean
}

/** Where and when a shop hands over what was bought. */
export const Pickup = ({ shop, brief = false }: PickupProps) => (
  <div className={styles.pickup} data-brief={brief || undefined}>
    <Icon name="pin" />
    <div>
      {!brief && (
        <p className={styles.label}>
          {texts.storefront.buy.pickup}
          {shop && ` · ${shop.name}`}
        </p>
      )}
      <p className={styles.note}>{shop?.pickupNote || texts.storefront.buy.noPickupNote}</p>
    </div>
  </div>
)
