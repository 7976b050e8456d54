import { useEffect, useRef } from 'react'
import { accepts, isOpen } from '../../../../shared/catalog/order-states.ts'
import type { Order } from '../../../../shared/protocol/shapes.ts'
import { useMoney } from '../../../store/hooks.ts'
import { announce } from '../../../ui/announcements.ts'
import { Icon } from '../../../ui/icons.tsx'
import { OrderStatus } from '../../../ui/order-status.tsx'
import { sellerTexts } from '../../../ui/seller-texts.ts'
import { StatusLabel } from '../../../ui/status-label.tsx'
import { sellerRefusal } from '../../shell/refusal-text.ts'
import { useSellerTools } from '../../shell/seller-tools.ts'
import { useMay } from '../../shell/use-may.ts'
import { ShopName } from '../../shops/shop-name.tsx'
import { linesOf } from '../order-table.tsx'
import styles from './counter-list.module.css'
import type { HandOver } from './hand-overs.ts'
import { useHandOvers } from './use-hand-overs.ts'
import { useSwipe } from './use-swipe.ts'

const said = sellerTexts.day.counter

export interface CounterListProps {
  orders: readonly Order[]
  withShop: boolean
  onOpen: (order: Order) => void
}

/** Orders to hand over: a swipe or a button does, and for 5 seconds it can be undone. */
export function CounterList({ orders, withShop, onOpen }: CounterListProps) {
  const handOvers = useHandOvers()
  const made = useRef(new Set<string>())
  for (const { orderId } of handOvers) made.current.add(orderId)
  // What was handed over here leaves the list once it is confirmed; what others did stays where it was.
  const shown = orders.filter((order) => isOpen(order) || !made.current.has(order.id) || isMine(order))
  function isMine({ id }: Order): boolean {
    return handOvers.some(({ orderId }) => orderId === id)
  }
  const list = useRef<HTMLUListElement>(null)
  const hadFocus = useRef(false)
  useEffect(() => {
    // The row with the focus is gone: it moves to the next one instead of getting lost.
    if (hadFocus.current && document.activeElement === document.body)
      list.current?.querySelector('button')?.focus()
    hadFocus.current = list.current?.contains(document.activeElement) ?? false
  })
  return (
    <ul
      ref={list}
      aria-label={said.title}
      onFocus={() => {
        hadFocus.current = true
      }}
      onBlur={({ relatedTarget }) => {
        if (relatedTarget) hadFocus.current = false
      }}
    >
      {shown.map((order) => (
        <Row
          key={order.id}
          order={order}
          withShop={withShop}
          handOver={handOvers.find(({ orderId }) => orderId === order.id)}
          onOpen={onOpen}
        />
      ))}
    </ul>
  )
}

interface RowProps extends Pick<CounterListProps, 'withShop' | 'onOpen'> {
  order: Order
  handOver: HandOver | undefined
}

function Row({ order, handOver, withShop, onOpen }: RowProps) {
  const { handOvers } = useSellerTools()
  const money = useMoney()
  const may = useMay()
  const canHandOver =
    may('serve', order.shopId) &&
    accepts(order, 'order:fulfil') &&
    (!handOver || handOver.state === 'refused')
  const begin = () => {
    handOvers.begin(order)
    announce(said.saidHandedOver(order.number))
  }
  const { swipe, isFar } = useSwipe(canHandOver, begin)
  return (
    <li className={styles.item} data-far={isFar || undefined} data-done={!canHandOver || undefined}>
      <span className={styles.under} aria-hidden="true">
        <Icon name="check" /> {sellerTexts.order.pay}
      </span>
      <div className={styles.row} {...swipe}>
        <button type="button" className={styles.what} onClick={() => onOpen(order)}>
          <span className={styles.code}>{order.pickupCode}</span>
          <span className={styles.total}>{money(order.total)}</span>
          <span className={styles.name}>
            {order.number} · {order.buyerName || sellerTexts.order.noName}
            {withShop && <ShopName shopId={order.shopId} />}
          </span>
          <span className={styles.lines}>{linesOf(order)}</span>
          {!accepts(order, 'order:ready') && !handOver && (
            <OrderStatus status={order.status} seenBy="seller" />
          )}
        </button>
        {canHandOver && (
          <button
            type="button"
            className={styles.act}
            aria-label={said.handOver(order.number)}
            onClick={begin}
          >
            <Icon name="check" size={24} />
          </button>
        )}
        {handOver && <Outcome handOver={handOver} />}
      </div>
    </li>
  )
}

function Outcome({ handOver }: { handOver: HandOver }) {
  const { handOvers } = useSellerTools()
  const { state, orderId, number, refusal } = handOver
  if (state === 'refused')
    return <StatusLabel tone="bad">{refusal ? sellerRefusal(refusal) : said.notHandedOver}</StatusLabel>
  if (state === 'sending') return <StatusLabel tone="ok">{said.done}</StatusLabel>
  const undo = () => {
    if (handOvers.undo(orderId)) announce(said.undone(number))
  }
  return (
    <button type="button" className={styles.undo} aria-label={said.undoNamed(number)} onClick={undo}>
      <Icon name="undo" size={16} /> {sellerTexts.undo}
      <i />
    </button>
  )
}
