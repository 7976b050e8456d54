import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useSellerClient } from '../../store/hooks.ts'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { BulkBar } from '../bulk/bulk-bar.tsx'
import type { Selection } from '../bulk/selection.ts'
import { useBulk } from '../bulk/use-bulk.ts'
import { useSellerTools } from '../shell/seller-tools.ts'
import styles from './product-form.module.css'

const said = sellerTexts.bulk

/** Shows, hides, restocks or deletes several products at once. */
export function BulkProducts({ selection }: { selection: Selection<number> }) {
  const { store, commands } = useSellerClient()
  const { deletions } = useSellerTools()
  const { bulk, run, reset } = useBulk()
  const [restocking, setRestocking] = useState(false)
  const chosen = (): Product[] => [...selection.ids].flatMap((id) => store.product(id) ?? [])
  const nameOf = ({ name }: Product) => name
  const show = (status: Product['status']) =>
    run(chosen(), nameOf, ({ id, shopId }) =>
      commands.send('product:update', { productId: id, shopId, status }),
    )
  const remove = () =>
    run(chosen(), nameOf, async (product) => {
      const ended = await commands.send('product:delete', { productId: product.id, shopId: product.shopId })
      if (ended.kind === 'ok') deletions.add(product)
      return ended
    })
  const restock = (quantity: number) =>
    run(chosen(), nameOf, ({ id, shopId }) =>
      commands.send('product:restock', { productId: id, shopId, quantity }),
    )
  const clear = () => {
    selection.clear()
    reset()
  }
  const button = { size: 'sm', variant: 'outline', disabled: bulk.isRunning } as const
  return (
    <>
      <BulkBar count={selection.ids.size} bulk={bulk} onClear={clear}>
        <Button {...button} leftSection={<Icon name="eye" size={16} />} onClick={() => void show('listed')}>
          {said.show}
        </Button>
        <Button
          {...button}
          leftSection={<Icon name="eye-off" size={16} />}
          onClick={() => void show('hidden')}
        >
          {said.hide}
        </Button>
        <Button {...button} leftSection={<Icon name="box" size={16} />} onClick={() => setRestocking(true)}>
          {said.restock}
        </Button>
        <Button
          {...button}
          color="bad"
          leftSection={<Icon name="trash" size={16} />}
          onClick={() => void remove().then(selection.clear)}
        >
          {said.remove}
        </Button>
      </BulkBar>
      <Sheet
        opened={restocking}
        onClose={() => setRestocking(false)}
        title={said.restockTitle(selection.ids.size)}
      >
        <RestockForm
          onSubmit={(quantity) => {
            setRestocking(false)
            void restock(quantity)
          }}
        />
      </Sheet>
    </>
  )
}

function RestockForm({ onSubmit }: { onSubmit: (quantity: number) => void }) {
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const quantity = /^[+-]?\d{1,7}$/.test(typed.trim()) ? Number(typed) : 0
    setWrong(quantity === 0)
    if (quantity !== 0) onSubmit(quantity)
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label={said.restockLabel}
        description={said.restockHelp}
        inputMode="numeric"
        autoComplete="off"
        data-autofocus
        value={typed}
        error={isWrong ? said.restockWrong : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setWrong(false)
        }}
      />
      <Button type="submit">{said.restock}</Button>
    </form>
  )
}
