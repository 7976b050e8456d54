import { Group, Text } from '@mantine/core'
import type { Order } from '../../../shared/protocol/shapes.ts'
import type { Refusal } from '../../../shared/refusals.ts'
import { useBuyerClient } from '../../store/hooks.ts'
import type { Purchase } from '../../store/purchases.ts'
import { Note } from '../../ui/note.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { StatusLabel } from '../../ui/status-label.tsx'
import { useNextStep } from '../buy/next-step.ts'
import { Underway } from '../buy/underway.tsx'
import { useBought } from '../buy/use-bought.ts'
import { PickupCode } from '../orders/pickup-code.tsx'
import { ReceiptLink } from '../orders/receipt-link.tsx'
import { purchaseTitle } from '../purchase-title.ts'
import { useShopping } from '../shopping.ts'

const words = orderTexts.outcome

/** The outcome of one shop's order. */
export function CartOutcome({ purchase }: { purchase: Purchase }) {
  const { store } = useBuyerClient()
  const { state } = purchase
  switch (state.kind) {
    case 'sending':
    case 'unknown':
      return <Underway state={state} title={purchaseTitle(purchase.lines, store)} />
    case 'bought':
      return <Bought order={state.order} />
    case 'refused':
      return <NotBought purchase={purchase} refusal={state.refusal} />
    case 'lapsed':
    case 'taken':
    case 'restored':
      return <Note tone="warn">{words[state.kind]}</Note>
  }
}

function Bought({ order: first }: { order: Order }) {
  const { order, shop } = useBought(first)
  const { sheets } = useShopping()
  return (
    <Group component="section" justify="space-between" wrap="nowrap" p="sm" bdrs="md" bg="var(--ok-tint)">
      <div>
        <StatusLabel tone="ok">{words.boughtTitle}</StatusLabel>
        <Text fw={600}>{shop?.name}</Text>
        <ReceiptLink order={order} onFollow={() => sheets.close()}>
          {orderTexts.order.number(order.number)}
        </ReceiptLink>
      </div>
      <PickupCode code={order.pickupCode} size="xl" />
    </Group>
  )
}

function NotBought({ purchase, refusal }: { purchase: Purchase; refusal: Refusal }) {
  const { step } = useNextStep(purchase, refusal)
  return (
    <Note tone="warn">
      {step.why} {orderTexts.carts.back}.
    </Note>
  )
}
