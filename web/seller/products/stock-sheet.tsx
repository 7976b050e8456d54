import { Button, Group, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useProduct } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { Figure } from '../../ui/figure.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { MutationStatus } from '../shell/mutation-status.tsx'
import { isUnderWay } from '../shell/use-command.ts'
import styles from './stock-sheet.module.css'
import { useMoveStock, type Way, ways } from './use-move-stock.ts'

const said = sellerTexts.stock

/** Adds stock, removes it, or sets it to a counted number. Open while there is a `productId`. */
export function StockSheet({ productId, onClose }: { productId: number | null; onClose: () => void }) {
  const product = useProduct(productId ?? 0)
  return (
    <Sheet
      opened={productId !== null && product !== undefined}
      onClose={onClose}
      title={said.title(product?.name ?? '')}
    >
      {product && <StockForm key={product.id} product={product} onClose={onClose} />}
    </Sheet>
  )
}

function StockForm({ product, onClose }: { product: Product; onClose: () => void }) {
  const [way, setWay] = useState<Way>('add')
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  /** The stock when typing began, which a count is compared with. */
  const [seen, setSeen] = useState(product.stock)
  const [wrong, setWrong] = useState<string>()
  const { mutation, conflict, move, reset } = useMoveStock(product)
  useEffect(() => {
    if (mutation.kind === 'done') announce(`${said.done[way]} ${said.nowThere(product.stock)}`)
  }, [mutation.kind, way, product.stock])
  const quantity = quantityIn(typed, way)
  const choose = (next: Way) => {
    setWay(next)
    setWrong(undefined)
    reset()
  }
  const type = (text: string) => {
    if (typed === '') setSeen(product.stock)
    setTyped(text)
    setWrong(undefined)
    if (mutation.kind !== 'idle') reset()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (quantity === null) return setWrong(way === 'count' ? said.wrongCount : said.wrong)
    if (way === 'count' && quantity === product.stock) return setWrong(said.same)
    if (await move(way, quantity, conflict ?? seen, reason)) setTyped('')
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <p className={styles.now}>
          {said.now}{' '}
          <strong>
            <Figure value={product.stock} />
          </strong>
        </p>
        <SegmentedControl
          label={said.way}
          values={ways}
          textOf={(each) => said.ways[each]}
          value={way}
          onChange={choose}
        />
        <TextInput
          label={said.quantity[way]}
          inputMode="numeric"
          autoComplete="off"
          data-autofocus
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          error={wrong}
          description={quantity === null ? undefined : said.after(stockAfter(product.stock, way, quantity))}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
        />
        <TextInput
          label={`${said.reason} (${sellerTexts.optional})`}
          description={said.reasonHelp}
          value={reason}
          maxLength={200}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {conflict !== null && (
          <StatusLabel tone="warn" icon="alert">
            {said.conflict(conflict)}
          </StatusLabel>
        )}
        {mutation.kind === 'done' && (
          <StatusLabel tone="ok" icon="check">
            {said.done[way]} {said.nowThere(product.stock)}
          </StatusLabel>
        )}
        {conflict === null && <MutationStatus mutation={mutation} />}
        <Group gap="xs">
          <Button type="submit" loading={isUnderWay(mutation)}>
            {said.buttons[way]}
          </Button>
          <Button variant="subtle" onClick={onClose}>
            {sellerTexts.close}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function quantityIn(typed: string, way: Way): number | null {
  if (!/^\d{1,10}$/.test(typed.trim())) return null
  const quantity = Number(typed)
  if (way === 'count') return quantity <= limits.stockMax ? quantity : null
  return quantity > 0 && quantity <= limits.restockMax ? quantity : null
}

const stockAfter = (stock: number, way: Way, quantity: number): number =>
  way === 'count' ? quantity : Math.max(0, way === 'add' ? stock + quantity : stock - quantity)
