import type { Shop } from '../../../shared/protocol/shapes.ts'
import { Icon } from '../../ui/icons.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { durationOf } from '../../ui/plurals.ts'
import { texts } from '../../ui/texts.ts'
import styles from './pickup.module.css'

export interface PickupProps {
  shop: Shop | undefined
  /** Two lines at most and no heading, where the shop is named right above. */
  brief?: boolean
  /** Until when an order that was placed can be collected; empty for one that does not expire or is over. */
  collectBy?: string
}

/** Where and when a shop hands over what was bought. */
export const Pickup = ({ shop, brief = false, collectBy }: PickupProps) => (
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
      {collectBy === undefined && shop?.collectMinutes && (
        <p className={styles.note}>{texts.storefront.buy.collectWithin(durationOf(shop.collectMinutes))}</p>
      )}
      {collectBy && <p className={styles.note}>{orderTexts.order.collectBy(collectBy)}</p>}
    </div>
  </div>
)
