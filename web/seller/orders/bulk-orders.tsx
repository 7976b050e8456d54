import { Button, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { accepts } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useSellerClient } from '../../store/hooks.ts'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { BulkBar } from '../bulk/bulk-bar.tsx'
import type { Selection } from '../bulk/selection.ts'
import { useBulk } from '../bulk/use-bulk.ts'
import { IfMay } from '../shell/if-may.tsx'
import { ReasonField, RestockBox } from './order-sheet.tsx'
import { canSelect } from './order-table.tsx'

const said = sellerTexts.bulk

type OrderCommand = 'order:fulfil' | 'order:ready' | 'order:cancel'

export interface BulkOrdersProps {
  orders: readonly Order[]
  selection: Selection<string>
}

/** Several waiting orders at once: handed over, or cancelled with one reason (left after pickup, say). */
export function BulkOrders({ orders, selection }: BulkOrdersProps) {
  const { commands } = useSellerClient()
  const { bulk, run, reset } = useBulk()
  const [cancelling, setCancelling] = useState(false)
  const chosen = orders.filter((order) => canSelect(order) && selection.ids.has(order.id))
  const nameOf = ({ number }: Order) => sellerTexts.order.title(number)
  const unready = chosen.filter((order) => accepts(order, 'order:ready'))
  const send = async (
    event: OrderCommand,
    to: readonly Order[],
    further: { reason?: string; restock?: boolean } = {},
  ) => {
    await run(to, nameOf, ({ id, shopId }) => commands.send(event, { orderId: id, shopId, ...further }))
    selection.clear()
  }
  const clear = () => {
    selection.clear()
    reset()
  }
  return (
    <>
      <BulkBar count={chosen.length} bulk={bulk} onClear={clear}>
        <Button
          size="sm"
          disabled={bulk.isRunning}
          leftSection={<Icon name="check" size={16} />}
          onClick={() => void send('order:fulfil', chosen)}
        >
          {sellerTexts.order.pay}
        </Button>
        <Button
          size="sm"
          variant="outline"
          disabled={bulk.isRunning || unready.length === 0}
          leftSection={<Icon name="bell" size={16} />}
          onClick={() => void send('order:ready', unready)}
        >
          {sellerTexts.order.markReady}
        </Button>
        <IfMay right="cancel">
          <Button
            size="sm"
            variant="outline"
            color="bad"
            disabled={bulk.isRunning}
            onClick={() => setCancelling(true)}
          >
            {said.cancel}
          </Button>
        </IfMay>
      </BulkBar>
      <Sheet opened={cancelling} onClose={() => setCancelling(false)} title={said.cancelTitle(chosen.length)}>
        <CancelForm
          count={chosen.length}
          onSubmit={(reason, restock) => {
            setCancelling(false)
            void send('order:cancel', chosen, { restock, ...(reason && { reason }) })
          }}
        />
      </Sheet>
    </>
  )
}

function CancelForm({
  count,
  onSubmit,
}: {
  count: number
  onSubmit: (reason: string, restock: boolean) => void
}) {
  const [reason, setReason] = useState<string>(said.leftOver)
  const [restock, setRestock] = useState(true)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(reason.trim(), restock)
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ReasonField value={reason} onChange={setReason} />
        <RestockBox value={restock} onChange={setRestock} />
        <Button type="submit" color="bad">
          {said.cancelConfirm(count)}
        </Button>
      </Stack>
    </form>
  )
}
