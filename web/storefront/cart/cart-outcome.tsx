import { Loader } from '@mantine/core'
import { useEffect } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useBuyerClient, useMoney, useOrder, useShop } from '../../store/hooks.ts'
import type { Purchase } from '../../store/purchases.ts'
import { announce } from '../../ui/announcements.ts'
import { Note } from '../../ui/note.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { nextStep } from '../buy/next-step.ts'
import { ReceiptLink } from '../orders/receipt-link.tsx'
import { purchaseTitle } from '../purchase-title.ts'
import { useShopping } from '../shopping.ts'
import styles from './cart-outcome.module.css'

const words = orderTexts.outcome

/** The outcome of one shop's order. */
export function CartOutcome({ purchase }: { purchase: Purchase }) {
  const { store } = useBuyerClient()
  const { state } = purchase
  switch (state.kind) {
    case 'sending':
    case 'unknown':
      return (
        <p role="status" className={styles.underway}>
          <Loader size="xs" aria-hidden="true" />
          {purchaseTitle(purchase.lines, store)}:{' '}
          {state.kind === 'sending'
            ? words.sending
            : state.why === 'silence'
              ? words.findingOut
              : words.marketBusy}
        </p>
      )
    case 'bought':
      return <Bought order={state.order} />
    case 'refused':
      return <NotBought purchase={purchase} />
    case 'lapsed':
    case 'taken':
    case 'restored':
      return (
        <Note tone="bad" icon="alert">
          {words[state.kind]}
        </Note>
      )
  }
}

function Bought({ order: first }: { order: Order }) {
  const order = useOrder(first.id) ?? first
  const shop = useShop(order.shopId)
  const { sheets } = useShopping()
  const name = order.lines[0]?.name ?? ''
  useEffect(() => announce(words.announceBought(name, first.pickupCode)), [name, first.pickupCode])
  return (
    <section className={styles.bought}>
      <div>
        <StatusLabel tone="ok" icon="check">
          {words.boughtTitle}
        </StatusLabel>
        <p className={styles.shop}>{shop?.name}</p>
        <ReceiptLink order={order} onFollow={() => sheets.close()}>
          {orderTexts.order.number(order.number)}
        </ReceiptLink>
      </div>
      <p className={styles.code}>
        <span className={styles.label}>{orderTexts.order.code}</span>
        {order.pickupCode}
      </p>
    </section>
  )
}

function NotBought({ purchase }: { purchase: Purchase }) {
  const { store } = useBuyerClient()
  const money = useMoney()
  const { state, lines } = purchase
  const first = store.product(lines[0]?.productId ?? 0)
  const why =
    state.kind === 'refused'
      ? nextStep({
          lines,
          refusal: state.refusal,
          shopName: store.shop(first?.shopId ?? 0)?.name ?? '',
          money,
          product: store.product,
          remaining: state.refusal.code === 'out_of_stock' ? state.refusal.available : 0,
        }).why
      : ''
  useEffect(() => announce(words.announceRefused(why)), [why])
  return (
    <Note tone="bad" icon="alert">
      {why} {orderTexts.carts.back}.
    </Note>
  )
}
