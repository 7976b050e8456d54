import { isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useMoney, useProduct, useShop } from '../../store/hooks.ts'
import { Cover } from '../../ui/cover.tsx'
import { OrderStatus } from '../../ui/order-status.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { shopHue } from '../../ui/shop-hue.ts'
import { texts } from '../../ui/texts.ts'
import { ReceiptLink } from './receipt-link.tsx'
import styles from './ticket-row.module.css'
import { useLineName } from './use-line-name.ts'

/** An order as a small ticket, which leads to its receipt. */
export function TicketRow({ order, onFollow }: { order: Order; onFollow?: () => void }) {
  const shop = useShop(order.shopId)
  const money = useMoney()
  const nameOf = useLineName()
  const [first] = order.lines
  const product = useProduct(first?.productId ?? 0)
  const cover = product ?? { image: null, shopId: order.shopId }
  return (
    <ReceiptLink order={order} className={styles.row} {...(onFollow && { onFollow })}>
      <span
        className={styles.side}
        style={shopHue(order.shopId, shop?.color)}
        data-over={!isOpen(order) || undefined}
        aria-hidden="true"
      >
        <Cover product={cover} />
      </span>
      <span className={styles.what}>
        <span>
          <strong>{order.lines.map((line) => `${line.quantity} × ${nameOf(line)}`).join(', ')}</strong>
          <span className={styles.facts}>
            <bdi>{shop?.name}</bdi> · {orderTexts.order.number(order.number)} ·{'\u00a0'}
            <bdi>{order.total === 0 ? texts.storefront.free : money(order.total)}</bdi>
          </span>
          <br />
          <OrderStatus status={order.status} seenBy="buyer" />
        </span>
        {isOpen(order) && (
          <span className={styles.code}>
            <span>{orderTexts.order.code}</span>
            <span>{order.pickupCode}</span>
          </span>
        )}
      </span>
    </ReceiptLink>
  )
}
