import { Stack } from '@mantine/core'
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
import { TicketRow } from '../orders/ticket-row.tsx'
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
  const { order } = useBought(first)
  const { sheets } = useShopping()
  return (
    <Stack component="section" gap="xs">
      <StatusLabel tone="ok">{words.boughtTitle}</StatusLabel>
      <TicketRow order={order} onFollow={() => sheets.close()} />
    </Stack>
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
