import { Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useConnection, useOpenedSession, useOrders, useOrdersComplete } from '../../store/hooks.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { texts } from '../../ui/texts.ts'
import { useTitle } from '../../ui/use-title.ts'
import { NotKept } from '../buy/not-kept.tsx'
import { MayBeOld } from '../may-be-old.tsx'
import styles from './orders-page.module.css'
import { TicketRow } from './ticket-row.tsx'

const words = orderTexts.order

/** The buyer's own orders, live. Those that wait for pickup come first, with their codes. */
export function OrdersPage() {
  const orders = useOrders()
  const { kind } = useConnection()
  useTitle(texts.storefront.orders)
  return (
    <>
      <Group justify="space-between" gap="xs">
        <h1>{texts.storefront.orders}</h1>
        {orders.length > 0 && kind === 'offline' && <MayBeOld />}
      </Group>
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
    <Text mt="lg">
      <a href="/sign-up?next=%2Forders">{texts.storefront.keepOrders}</a>
    </Text>
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
    <Stack component="ul" gap="sm">
      {orders.map((order) => (
        <li key={order.id}>
          <TicketRow order={order} />
        </li>
      ))}
    </Stack>
  </section>
)

function NoOrders() {
  const isComplete = useOrdersComplete()
  const { kind } = useConnection()
  if (!isComplete && kind !== 'offline') return <RowSkeletons count={3} />
  if (!isComplete) return <EmptyState icon="offline" title={words.offline} />
  return (
    <EmptyState icon="ticket" title={words.emptyTitle} help={words.emptyHelp}>
      <Link to="/">{texts.shell.toMarket}</Link>
    </EmptyState>
  )
}
