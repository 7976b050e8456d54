import { accepts, isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useMoney, useShop } from '../../store/hooks.ts'
import { OrderStatus } from '../../ui/order-status.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import type { Selection } from '../bulk/selection.ts'
import { useDateTime } from '../shell/use-date-time.ts'
import styles from './order-table.module.css'

const said = sellerTexts.order

export interface OrderTableProps {
  orders: readonly Order[]
  withShop: boolean
  onOpen: (order: Order) => void
  /** Where several can be ticked: those that wait for pickup. */
  selection?: Selection<string>
  /** The tag of the network that an order came from. */
  networkOf?: (orderId: string) => string | undefined
}

/** Orders as rows; on a phone each takes two lines. */
export const OrderTable = ({ orders, withShop, onOpen, selection, networkOf }: OrderTableProps) => (
  <table className={styles.table}>
    <VisuallyHidden as="caption">{sellerTexts.orderList.caption}</VisuallyHidden>
    <thead>
      <tr>
        {selection && (
          <td className={styles.tick}>
            <TickAll orders={orders} selection={selection} />
          </td>
        )}
        <th scope="col">{said.number}</th>
        <th scope="col" className={styles.wide}>
          {said.code}
        </th>
        <th scope="col">{said.buyer}</th>
        <th scope="col" className={styles.wide}>
          {said.lines}
        </th>
        <th scope="col" className={styles.figure}>
          {said.total}
        </th>
        <th scope="col" className={`${styles.figure} ${styles.wide}`}>
          {said.when}
        </th>
        <th scope="col" className={styles.wide}>
          {said.status}
        </th>
      </tr>
    </thead>
    <tbody>
      {orders.map((order) => (
        <OrderRow
          key={order.id}
          order={order}
          withShop={withShop}
          onOpen={onOpen}
          {...(selection ? { selection } : {})}
          network={networkOf?.(order.id)}
        />
      ))}
    </tbody>
  </table>
)

/** Several orders are handed over or cancelled at once. */
export const canSelect = (order: Order): boolean => accepts(order, 'order:fulfil')

function TickAll({ orders, selection }: { orders: readonly Order[]; selection: Selection<string> }) {
  const ids = orders.filter(canSelect).map(({ id }) => id)
  return (
    <input
      type="checkbox"
      aria-label={sellerTexts.bulk.selectAll}
      disabled={ids.length === 0}
      checked={ids.length > 0 && ids.every((id) => selection.ids.has(id))}
      onChange={() => selection.toggleAll(ids)}
    />
  )
}

function OrderRow({
  order,
  withShop,
  onOpen,
  selection,
  network,
}: Omit<OrderTableProps, 'orders' | 'networkOf'> & { order: Order; network: string | undefined }) {
  const money = useMoney()
  const shop = useShop(order.shopId)
  const { short } = useDateTime(order.shopId)
  const lines = linesOf(order)
  return (
    <tr data-over={isOpen(order) ? undefined : ''}>
      {selection && (
        <td className={styles.tick}>
          {canSelect(order) && (
            <input
              type="checkbox"
              aria-label={sellerTexts.bulk.select(said.title(order.number))}
              checked={selection.ids.has(order.id)}
              onChange={() => selection.toggle(order.id)}
            />
          )}
        </td>
      )}
      <th scope="row">
        <button
          type="button"
          aria-label={sellerTexts.orderList.open(order.number)}
          onClick={() => onOpen(order)}
        >
          {order.number}
        </button>
        <span className={`${styles.narrow} ${styles.code}`}>{order.pickupCode}</span>
      </th>
      <td className={`${styles.code} ${styles.wide}`}>{order.pickupCode}</td>
      <td>
        <span className={styles.name}>{order.buyerName || said.noName}</span>
        {withShop && shop && <span className={styles.shop}>{shop.name}</span>}
        {network && <span className={styles.shop}>{sellerTexts.orderFilters.network(network)}</span>}
        <span className={styles.narrow}>
          {lines}
          <OrderStatus status={order.status} seenBy="seller" />
        </span>
      </td>
      <td className={styles.wide}>{lines}</td>
      <td className={styles.figure}>
        {money(order.total)}
        <span className={styles.narrow}>{short(order.placedAt)}</span>
      </td>
      <td className={`${styles.figure} ${styles.wide}`}>{short(order.placedAt)}</td>
      <td className={`${styles.wide} ${styles.status}`}>
        <OrderStatus status={order.status} seenBy="seller" />
      </td>
    </tr>
  )
}

/** "2 × Sourdough, 1 × Rye". */
export const linesOf = (order: Order): string =>
  order.lines.map(({ quantity, name }) => `${quantity} × ${name}`).join(', ')
