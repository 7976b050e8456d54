import { accepts, isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useMoney } from '../../store/hooks.ts'
import { OrderStatus } from '../../ui/order-status.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { type Column, Table } from '../../ui/table.tsx'
import { SelectAll, SelectOne } from '../bulk/select-boxes.tsx'
import type { Selection } from '../bulk/selection.ts'
import { useListTimes } from '../shell/use-date-time.ts'
import { ShopName } from '../shops/shop-name.tsx'
import styles from './order-table.module.css'

const said = sellerTexts.order

export interface OrderTableProps {
  orders: readonly Order[]
  withShop: boolean
  onOpen: (order: Order) => void
  /** Present where orders can be selected. */
  selection?: Selection<string>
  /** The network tag of an order. */
  networkOf?: (orderId: string) => string | undefined
}

/** Orders as rows; on a phone each takes two lines. */
export function OrderTable({ orders, withShop, onOpen, selection, networkOf }: OrderTableProps) {
  const money = useMoney()
  const { short } = useListTimes()
  const columns: Column<Order>[] = [
    {
      head: said.number,
      isRowHead: true,
      cell: (order) => (
        <>
          <button
            type="button"
            className={styles.open}
            aria-label={sellerTexts.orderList.open(order.number)}
            onClick={() => onOpen(order)}
          >
            {order.number}
          </button>
          <span className={styles.code} data-narrow>
            {order.pickupCode}
          </span>
        </>
      ),
    },
    {
      head: said.code,
      isWide: true,
      cell: ({ pickupCode }) => <span className={styles.code}>{pickupCode}</span>,
    },
    {
      head: said.buyer,
      cell: (order) => (
        <Buyer
          order={order}
          withShop={withShop}
          network={networkOf?.(order.id)}
          placedAt={short(order.placedAt)}
        />
      ),
    },
    { head: said.lines, isWide: true, cell: linesOf },
    {
      head: said.total,
      kind: 'figure',
      cell: ({ total }) => money(total),
    },
    { head: said.when, kind: 'figure', isWide: true, cell: ({ placedAt }) => short(placedAt) },
    {
      head: said.status,
      isWide: true,
      cell: ({ status }) => (
        <span className={styles.status}>
          <OrderStatus status={status} seenBy="seller" />
        </span>
      ),
    },
  ]
  return (
    <Table
      className={styles.table}
      caption={sellerTexts.orderList.caption}
      columns={selection ? [selectionColumn(orders, selection), ...columns] : columns}
      rows={orders}
      keyOf={({ id }) => id}
      isOver={(order) => !isOpen(order)}
    />
  )
}

/** Whether an order can be part of a bulk action: be handed over or cancelled. */
export const canSelect = (order: Order): boolean => accepts(order, 'order:fulfil')

function selectionColumn(orders: readonly Order[], selection: Selection<string>): Column<Order> {
  const ids = orders.filter(canSelect).map(({ id }) => id)
  return {
    key: 'selection',
    kind: 'box',
    head: <SelectAll ids={ids} selection={selection} />,
    cell: (order) =>
      canSelect(order) && (
        <SelectOne
          name={said.title(order.number)}
          isSelected={selection.ids.has(order.id)}
          onToggle={() => selection.toggle(order.id)}
        />
      ),
  }
}

interface BuyerProps {
  order: Order
  withShop: boolean
  network: string | undefined
  placedAt: string
}

const Buyer = ({ order, withShop, network, placedAt }: BuyerProps) => (
  <>
    <span className={styles.name}>{order.buyerName || said.noName}</span>
    {withShop && <ShopName shopId={order.shopId} />}
    {network && <span data-note>{sellerTexts.orderFilters.network(network)}</span>}
    <span data-narrow>{linesOf(order)}</span>
    <span data-narrow>
      <span className={styles.standing}>
        <OrderStatus status={order.status} seenBy="seller" />
        <span>{placedAt}</span>
      </span>
    </span>
  </>
)

/** "2 × Sourdough, 1 × Rye". */
export const linesOf = (order: Order): string =>
  order.lines.map(({ quantity, name }) => `${quantity} × ${name}`).join(', ')
