import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
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
import { isUnderWay, useCommand } from '../shell/use-command.ts'

const said = sellerTexts.stock
const ways = ['add', 'take', 'count'] as const
type Way = (typeof ways)[number]

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
  const outcome = `${said.done[way]} ${said.nowThere(product.stock)}`
  useEffect(() => {
    if (mutation.kind === 'done') announce(outcome)
  }, [mutation.kind, outcome])
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
        <Group component="p" gap="xs" align="baseline" c="dimmed">
          {said.now}
          <Text component="strong" size="xl" fw={750} ff="heading" c="var(--ink)">
            <Figure value={product.stock} />
          </Text>
        </Group>
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
        {conflict !== null && <StatusLabel tone="warn">{said.conflict(conflict)}</StatusLabel>}
        {mutation.kind === 'done' && <StatusLabel tone="ok">{outcome}</StatusLabel>}
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

/** Sends a movement of stock; `mutation` is the state of the latest. */
function useMoveStock({ id, shopId }: Product) {
  const restock = useCommand('product:restock')
  const count = useCommand('product:count')
  const [counting, setCounting] = useState(false)
  const mutation = counting ? count.mutation : restock.mutation
  const refused = counting && mutation.kind === 'refused' ? mutation.refusal : null
  /** The current stock, if it changed during the count. */
  const conflict = refused?.code === 'conflict' ? (refused.product?.stock ?? null) : null
  /** `seen` is the stock when counting began. True if it succeeded. */
  const move = async (way: Way, quantity: number, seen: number, reason: string) => {
    const of = { productId: id, shopId, ...(reason.trim() ? { reason: reason.trim() } : {}) }
    setCounting(way === 'count')
    const reply =
      way === 'count'
        ? await count.send({ ...of, stock: quantity, ifStock: seen })
        : await restock.send({ ...of, quantity: way === 'add' ? quantity : -quantity })
    return reply !== null
  }
  const reset = () => {
    restock.reset()
    count.reset()
  }
  return { mutation, conflict, move, reset }
}

function quantityIn(typed: string, way: Way): number | null {
  if (!/^\d{1,10}$/.test(typed.trim())) return null
  const quantity = Number(typed)
  if (way === 'count') return quantity <= limits.stockMax ? quantity : null
  return quantity > 0 && quantity <= limits.restockMax ? quantity : null
}

const stockAfter = (stock: number, way: Way, quantity: number): number =>
  way === 'count' ? quantity : Math.max(0, way === 'add' ? stock + quantity : stock - quantity)
