import { Button, TextInput } from '@mantine/core'
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
import styles from '../products/product-form.module.css'
import { canSelect } from './order-table.tsx'

const said = sellerTexts.bulk

/** Several waiting orders at once: handed over, or cancelled with one reason (left after pickup, say). */
export function BulkOrders({
  orders,
  selection,
}: {
  orders: readonly Order[]
  selection: Selection<string>
}) {
  const { commands } = useSellerClient()
  const { bulk, run, reset } = useBulk()
  const [cancelling, setCancelling] = useState(false)
  const chosen = orders.filter((order) => canSelect(order) && selection.ids.has(order.id))
  const nameOf = ({ number }: Order) => sellerTexts.order.title(number)
  const unready = chosen.filter((order) => accepts(order, 'order:ready'))
  const markReady = () =>
    run(unready, nameOf, ({ id, shopId }) => commands.send('order:ready', { orderId: id, shopId }))
  const fulfil = () =>
    run(chosen, nameOf, ({ id, shopId }) => commands.send('order:fulfil', { orderId: id, shopId }))
  const cancel = (reason: string) =>
    run(chosen, nameOf, ({ id, shopId }) =>
      commands.send('order:cancel', { orderId: id, shopId, ...(reason ? { reason } : {}) }),
    )
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
          onClick={() => void fulfil().then(selection.clear)}
        >
          {said.fulfil}
        </Button>
        <Button
          size="sm"
          variant="outline"
          disabled={bulk.isRunning || unready.length === 0}
          leftSection={<Icon name="bell" size={16} />}
          onClick={() => void markReady().then(selection.clear)}
        >
          {sellerTexts.order.markReady}
        </Button>
        <Button
          size="sm"
          variant="outline"
          color="bad"
          disabled={bulk.isRunning}
          onClick={() => setCancelling(true)}
        >
          {said.cancel}
        </Button>
      </BulkBar>
      <Sheet opened={cancelling} onClose={() => setCancelling(false)} title={said.cancelTitle(chosen.length)}>
        <CancelForm
          count={chosen.length}
          onSubmit={(reason) => {
            setCancelling(false)
            void cancel(reason).then(selection.clear)
          }}
        />
      </Sheet>
    </>
  )
}

function CancelForm({ count, onSubmit }: { count: number; onSubmit: (reason: string) => void }) {
  const [reason, setReason] = useState<string>(said.leftOver)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(reason.trim())
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{sellerTexts.order.cancelHelp}</p>
      <TextInput
        label={`${sellerTexts.order.reason} (${sellerTexts.optional})`}
        description={sellerTexts.order.reasonHelp}
        maxLength={200}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" color="bad">
        {said.cancelConfirm(count)}
      </Button>
    </form>
  )
}
