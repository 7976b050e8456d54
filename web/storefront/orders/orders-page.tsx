import { Link } from '@tanstack/react-router'
import { isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import {
  useConnection,
  useMoney,
  useOpenedSession,
  useOrders,
  useOrdersComplete,
  useShop,
} from '../../store/hooks.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { OrderStatus } from '../../ui/order-status.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { texts } from '../../ui/texts.ts'
import { useTitle } from '../../ui/use-title.ts'
import { NotKept } from '../buy/not-kept.tsx'
import styles from './orders-page.module.css'
import { ReceiptLink } from './receipt-link.tsx'

const words = orderTexts.order

/** The buyer's own orders, live. Those that wait for pickup come first, with their codes. */
export function OrdersPage() {
  const orders = useOrders()
  useTitle(texts.storefront.orders)
  return (
    <>
      <h1>{texts.storefront.orders}</h1>
      {orders.length > 0 ? <Lists orders={orders} /> : <NoOrders />}
      {orders.length > 0 && <KeepOrders />}
    </>
  )
}

/** A guest's orders exist in this browser only. */
function KeepOrders() {
  const opened = useOpenedSession()
  if (opened?.isKept === false) return <NotKept when="before" />
  return opened?.session.role === 'guest' ? (
    <p className={styles.keep}>
      <a href="/sign-up?next=%2Forders">{texts.storefront.keepOrders}</a>
    </p>
  ) : null
}

function Lists({ orders }: { orders: readonly Order[] }) {
  const current = orders.filter(isOpen)
  const past = orders.filter((order) => !isOpen(order))
  return (
    <>
      {current.length > 0 && <List title={words.current} orders={current} />}
      {past.length > 0 && <List title={words.past} orders={past} />}
    </>
  )
}

const List = ({ title, orders }: { title: string; orders: readonly Order[] }) => (
  <section className={styles.section}>
    <h2>{title}</h2>
    <ul className={styles.list}>
      {orders.map((order) => (
        <li key={order.id}>
          <Row order={order} />
        </li>
      ))}
    </ul>
  </section>
)

function Row({ order }: { order: Order }) {
  const shop = useShop(order.shopId)
  const money = useMoney()
  return (
    <ReceiptLink order={order} className={styles.row}>
      <span className={styles.what}>
        <strong>{order.lines.map((line) => `${line.quantity} × ${line.name}`).join(', ')}</strong>
        <span className={styles.facts}>
          {shop?.name} · {words.number(order.number)} ·{' '}
          {order.total === 0 ? texts.storefront.free : money(order.total)}
        </span>
        <OrderStatus status={order.status} seenBy="buyer" />
      </span>
      {isOpen(order) && (
        <span className={styles.code}>
          <span className={styles.label}>{words.code}</span>
          {order.pickupCode}
        </span>
      )}
    </ReceiptLink>
  )
}

function NoOrders() {
  const isComplete = useOrdersComplete()
  const { kind } = useConnection()
  if (!isComplete && kind !== 'offline') return <RowSkeletons count={3} />
  if (!isComplete) return <EmptyState icon="offline" title={words.offline} />
  return (
    <EmptyState icon="ticket" title={words.emptyTitle}>
      <p>{words.emptyHelp}</p>
      <Link to="/">{texts.shell.toMarket}</Link>
    </EmptyState>
  )
}
