import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { accepts, isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useMoney, useShop } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { OrderStatus } from '../../ui/order-status.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { IfMay } from '../shell/if-may.tsx'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { useChangeSearch } from '../shell/use-change-search.ts'
import { isUnderWay, useCommand } from '../shell/use-command.ts'
import { useDateTime } from '../shell/use-date-time.ts'
import { useMay } from '../shell/use-may.ts'
import styles from './order-sheet.module.css'

const said = sellerTexts.order

export interface OrderSheetProps {
  order: Order | null
  /** The network tag of the order. */
  network?: string | undefined
  onClose: () => void
}

/** One order, and what can be done with it: hand it over, or cancel it. */
export const OrderSheet = ({ order, network, onClose }: OrderSheetProps) => (
  <Sheet opened={order !== null} onClose={onClose} title={order ? said.title(order.number) : ''}>
    {order && <OrderDetails key={order.id} order={order} network={network} onClose={onClose} />}
  </Sheet>
)

function OrderDetails({ order, network, onClose }: OrderSheetProps & { order: Order }) {
  const [cancelling, setCancelling] = useState(false)
  const shop = useShop(order.shopId)
  const { full } = useDateTime(order.shopId)
  const money = useMoney()
  const may = useMay()
  const canHandOver = accepts(order, 'order:fulfil') && may('serve', order.shopId)
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <span className={styles.code}>{order.pickupCode}</span>
        <OrderStatus status={order.status} seenBy="seller" />
      </Group>
      <Text size="lg" fw={600}>
        <Icon name="user" /> {order.buyerName || said.noName}
      </Text>
      <Lines order={order} />
      <Text size="sm" c="dimmed">
        {shop?.name} · {full(order.placedAt)} · <a href={order.receiptUrl}>{said.receipt}</a>
      </Text>
      {isOpen(order) && order.collectBy && <p>{said.collectBy(full(order.collectBy))}</p>}
      {order.cancelledAt !== null && (
        <p>
          {said.cancelledBy[order.cancelledBy ?? 'seller']}
          {`, ${full(order.cancelledAt)}`}
          {order.reason && `: ${order.reason}`}
        </p>
      )}
      {order.fulfilledAt !== null && <p>{said.handedOver(full(order.fulfilledAt))}</p>}
      {network && <SameNetwork network={network} />}
      {canHandOver && !cancelling && (
        <HandOver order={order} total={money(order.total)} onCancel={() => setCancelling(true)} />
      )}
      {canHandOver && cancelling && <Cancelling order={order} onKeep={() => setCancelling(false)} />}
      {!canHandOver && (
        <Button variant="outline" onClick={onClose} data-autofocus autoFocus>
          {said.next}
        </Button>
      )}
    </Stack>
  )
}

/** Shows all orders from the same network. */
function SameNetwork({ network }: { network: string }) {
  const change = useChangeSearch()
  const show = () => change({ network, status: undefined, find: undefined, order: undefined })
  return (
    <Text size="sm" c="dimmed">
      {sellerTexts.orderFilters.network(network)} ·{' '}
      <Button size="compact-sm" variant="subtle" onClick={show}>
        {sellerTexts.orderFilters.sameNetwork}
      </Button>
    </Text>
  )
}

function Lines({ order }: { order: Order }) {
  const money = useMoney()
  return (
    <table className={styles.lines}>
      <tbody>
        {order.lines.map((line) => (
          <tr key={`${line.productId} ${line.unitPrice}`}>
            <td className={styles.quantity}>{line.quantity} ×</td>
            <td>{line.name}</td>
            <td className={styles.figure}>{money(line.quantity * line.unitPrice)}</td>
          </tr>
        ))}
        <tr className={styles.total}>
          <td />
          <td>{said.total}</td>
          <td className={styles.figure}>{money(order.total)}</td>
        </tr>
      </tbody>
    </table>
  )
}

function HandOver({ order, total, onCancel }: { order: Order; total: string; onCancel: () => void }) {
  const { mutation, send } = useCommand('order:fulfil')
  const fulfil = async () => {
    if (await send({ orderId: order.id, shopId: order.shopId })) announce(said.saidHandedOver(order.number))
  }
  return (
    <>
      <Text size="xl" ff="heading" fw={750}>
        {said.collect(total)}
      </Text>
      <Button
        data-autofocus
        autoFocus
        loading={isUnderWay(mutation)}
        leftSection={<Icon name="check" />}
        onClick={() => void fulfil()}
      >
        {said.pay}
      </Button>
      <MutationStatus mutation={mutation} />
      {accepts(order, 'order:ready') && <MarkReady order={order} />}
      <IfMay right="cancel" shopId={order.shopId}>
        <Button variant="subtle" color="ink" onClick={onCancel}>
          {said.cancel}
        </Button>
      </IfMay>
    </>
  )
}

function MarkReady({ order }: { order: Order }) {
  const { mutation, send } = useCommand('order:ready')
  const markReady = async () => {
    if (await send({ orderId: order.id, shopId: order.shopId })) announce(said.saidReady(order.number))
  }
  return (
    <>
      <Button
        variant="outline"
        loading={isUnderWay(mutation)}
        leftSection={<Icon name="bell" />}
        onClick={() => void markReady()}
      >
        {said.markReady}
      </Button>
      <MutationStatus mutation={mutation} />
    </>
  )
}

/** The sheet may be too long for its screen. The same function at each render, so that it scrolls once. */
const showWhole = (section: HTMLElement | null) => section?.scrollIntoView({ block: 'nearest' })

function Cancelling({ order, onKeep }: { order: Order; onKeep: () => void }) {
  const [reason, setReason] = useState('')
  const [restock, setRestock] = useState(true)
  const { mutation, send } = useCommand('order:cancel')
  const cancel = async () => {
    const why = reason.trim() ? { reason: reason.trim() } : {}
    const reply = await send({ orderId: order.id, shopId: order.shopId, restock, ...why })
    if (reply) announce(said.saidCancelled(order.number, restock))
  }
  return (
    <Stack
      component="section"
      gap="sm"
      className={styles.cancelling ?? ''}
      aria-label={said.cancelTitle}
      ref={showWhole}
    >
      <h3>{said.cancelTitle}</h3>
      <ReasonField value={reason} onChange={setReason} />
      <RestockBox value={restock} onChange={setRestock} />
      <Group gap="xs">
        <Button color="bad" loading={isUnderWay(mutation)} onClick={() => void cancel()}>
          {said.cancelConfirm}
        </Button>
        <Button variant="subtle" onClick={onKeep}>
          {said.keep}
        </Button>
      </Group>
      <MutationStatus mutation={mutation} />
    </Stack>
  )
}

/** Whether what was ordered can be sold again. */
export const RestockBox = ({ value, onChange }: { value: boolean; onChange: (value: boolean) => void }) => (
  <Checkbox
    label={said.restock}
    description={value ? said.cancelHelp : said.restockNot}
    checked={value}
    onChange={(event) => onChange(event.currentTarget.checked)}
  />
)

/** Why orders are cancelled. It has the focus where it appears. */
export const ReasonField = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => (
  <TextInput
    label={`${said.reason} (${sellerTexts.optional})`}
    description={said.reasonHelp}
    maxLength={200}
    data-autofocus
    autoFocus
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)
