import { Text } from '@mantine/core'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { Icon } from '../../ui/icons.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { durationOf } from '../../ui/plurals.ts'
import { texts } from '../../ui/texts.ts'
import { mapLinkOf } from './map-link.ts'
import styles from './pickup.module.css'

export interface PickupProps {
  shop: Shop | undefined
  /** Two lines at most and no heading, for places that name the shop right above. */
  brief?: boolean
  /** By when an order has to be collected; empty for an order that does not expire, or is over. */
  collectBy?: string
}

/** Where and when to pick up at a shop. */
export function Pickup({ shop, brief = false, collectBy }: PickupProps) {
  const map = brief || !shop ? null : mapLinkOf(shop.pickupNote)
  return (
    <div className={styles.pickup} data-brief={brief || undefined}>
      <Icon name="pin" />
      <div>
        {!brief && (
          <Text size="sm" fw={600}>
            {shop ? texts.storefront.buy.pickupAt(shop.name) : texts.storefront.buy.pickup}
          </Text>
        )}
        <p className={styles.note} dir={shop?.pickupNote ? 'auto' : undefined}>
          {shop?.pickupNote || texts.storefront.buy.noPickupNote}
        </p>
        {collectBy === undefined && shop?.collectMinutes && (
          <p className={styles.note}>{texts.storefront.buy.collectWithin(durationOf(shop.collectMinutes))}</p>
        )}
        {collectBy && <p className={styles.note}>{orderTexts.order.collectBy(collectBy)}</p>}
        {map && (
          <a className={styles.map} href={map} target="_blank" rel="noreferrer">
            {orderTexts.order.directions}
          </a>
        )}
      </div>
    </div>
  )
}
