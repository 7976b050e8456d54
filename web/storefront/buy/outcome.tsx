import { Button, Loader } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useBuyerClient, useMoney, useOrder, useShop } from '../../store/hooks.ts'
import type { Purchase } from '../../store/purchases.ts'
import { announce } from '../../ui/announcements.ts'
import { Note } from '../../ui/note.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { texts } from '../../ui/texts.ts'
import { CommitButton } from '../commit-button.tsx'
import { FocusedPart } from '../focused-part.tsx'
import { OrderActions } from '../orders/order-actions.tsx'
import { OrderTicket } from '../orders/order-ticket.tsx'
import { purchaseTitle } from '../purchase-title.ts'
import { useShopping } from '../shopping.ts'
import styles from './outcome.module.css'
import { Refused } from './refused.tsx'

const words = orderTexts.outcome

/** The state of a purchase, in place of its form: sent, unknown, bought, or refused and why. */
export function Outcome({ purchase }: { purchase: Purchase }) {
  const { state } = purchase
  switch (state.kind) {
    case 'sending':
      return <Underway key="sending" purchase={purchase} text={words.sending} />
    case 'unknown':
      return (
        <Underway
          key="unknown"
          purchase={purchase}
          text={state.why === 'silence' ? words.findingOut : words.marketBusy}
          help={words.unknownHelp}
        />
      )
    case 'bought':
      return <Bought key="bought" order={state.order} />
    case 'refused':
      return <Refused key="refused" purchase={purchase} refusal={state.refusal} />
    case 'lapsed':
      return <Lapsed key="lapsed" purchase={purchase} />
    case 'taken':
      return <Taken key="taken" why={words.taken} />
    case 'restored':
      return <Taken key="restored" why={words.restored} />
  }
}

function Underway({ purchase, text, help }: { purchase: Purchase; text: string; help?: string }) {
  const { store } = useBuyerClient()
  const money = useMoney()
  const total = purchase.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
  return (
    <FocusedPart>
      <div className={styles.underway}>
        <p className={styles.what}>
          {purchaseTitle(purchase.lines, store)}
          <strong>{total === 0 ? texts.storefront.free : money(total)}</strong>
        </p>
        <p role="status" className={styles.status}>
          <Loader size="sm" aria-hidden="true" />
          {text}
        </p>
        {help && <p className={styles.help}>{help}</p>}
      </div>
    </FocusedPart>
  )
}

function Bought({ order: first }: { order: Order }) {
  const order = useOrder(first.id) ?? first
  const shop = useShop(order.shopId)
  const { sheets } = useShopping()
  const name = order.lines[0]?.name ?? ''
  useEffect(() => announce(words.announceBought(name, first.pickupCode)), [name, first.pickupCode])
  return (
    <FocusedPart>
      <OrderTicket order={order} shop={shop} />
      <OrderActions order={order} shop={shop} />
      <div className={styles.ways}>
        <Link to="/orders" onClick={() => sheets.close()}>
          {words.toOrders}
        </Link>
        <Button onClick={() => sheets.close()}>{words.done}</Button>
      </div>
    </FocusedPart>
  )
}

/** The order may exist, or the product be another one by now, so no button here orders it again. */
function Taken({ why }: { why: string }) {
  const { sheets } = useShopping()
  useEffect(() => announce(why), [why])
  return (
    <FocusedPart>
      <Note tone="bad" icon="alert">
        {why}
      </Note>
      <div className={styles.ways}>
        <Button onClick={() => sheets.close()}>{texts.shell.close}</Button>
      </div>
    </FocusedPart>
  )
}

function Lapsed({ purchase }: { purchase: Purchase }) {
  const { sheets } = useShopping()
  useEffect(() => announce(words.lapsed), [])
  return (
    <FocusedPart>
      <Note tone="bad" icon="alert">
        {words.lapsed}
      </Note>
      <CommitButton
        onPress={() => {
          const first = purchase.lines[0]
          if (first) sheets.show({ kind: 'buy', productId: first.productId })
        }}
      >
        {words.again}
      </CommitButton>
    </FocusedPart>
  )
}
