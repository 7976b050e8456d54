import { Button, Group, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useBuyerClient, useMoney } from '../../store/hooks.ts'
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
import { SheetEnd } from '../sheet-end.tsx'
import { useShopping } from '../shopping.ts'
import { Refused } from './refused.tsx'
import { Underway } from './underway.tsx'
import { useBought } from './use-bought.ts'

const words = orderTexts.outcome

/** The state of a purchase, in place of its form: sent, unknown, bought, or refused and why. */
export function Outcome({ purchase }: { purchase: Purchase }) {
  const { state } = purchase
  switch (state.kind) {
    case 'sending':
    case 'unknown':
      return <Sent key={state.kind} purchase={purchase} />
    case 'bought':
      return <Bought key="bought" order={state.order} />
    case 'refused':
      return <Refused key="refused" purchase={purchase} refusal={state.refusal} />
    case 'lapsed':
    case 'taken':
    case 'restored':
      return <NotMade key={state.kind} purchase={purchase} kind={state.kind} />
  }
}

function Sent({ purchase }: { purchase: Purchase }) {
  const { store } = useBuyerClient()
  const money = useMoney()
  const total = purchase.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
  return (
    <FocusedPart>
      <Stack mih="16rem">
        <Group justify="space-between" align="baseline" wrap="nowrap" fw={600}>
          {purchaseTitle(purchase.lines, store)}
          <Text component="strong" size="lg" ff="heading" fw={750}>
            {total === 0 ? texts.storefront.free : money(total)}
          </Text>
        </Group>
        <Underway state={purchase.state} />
        {purchase.state.kind === 'unknown' && (
          <Text size="sm" c="dimmed">
            {words.unknownHelp}
          </Text>
        )}
      </Stack>
    </FocusedPart>
  )
}

function Bought({ order: first }: { order: Order }) {
  const { order, shop } = useBought(first)
  return (
    <FocusedPart>
      <OrderTicket order={order} shop={shop} isFresh />
      <OrderActions order={order} shop={shop} />
      <SheetEnd to="/orders" toText={words.toOrders} closeText={words.done} pinned />
    </FocusedPart>
  )
}

/**
 * Only a lapsed purchase can be ordered again here. The others may exist as orders, or their product ids may name other
 * products by now.
 */
function NotMade({ purchase, kind }: { purchase: Purchase; kind: 'lapsed' | 'taken' | 'restored' }) {
  const { sheets } = useShopping()
  const productId = purchase.lines[0]?.productId
  useEffect(() => announce(words[kind]), [kind])
  return (
    <FocusedPart>
      <Note tone="warn">{words[kind]}</Note>
      {kind === 'lapsed' ? (
        <CommitButton onPress={() => productId !== undefined && sheets.show({ kind: 'buy', productId })}>
          {words.again}
        </CommitButton>
      ) : (
        <Button style={{ alignSelf: 'start' }} onClick={() => sheets.close()}>
          {texts.shell.close}
        </Button>
      )}
    </FocusedPart>
  )
}
