import { Button, Group, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useSellerClient } from '../../store/hooks.ts'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useChangeSearch } from '../shell/use-change-search.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { findOrders } from './find-order.ts'

const said = sellerTexts.order

/**
 * Finds an order by pickup code, number or buyer's name. A single match opens at once with focus on the button that
 * hands it over; several are listed.
 */
export function OrderFinder({ find, onOpen }: { find: string | undefined; onOpen: (order: Order) => void }) {
  const client = useSellerClient()
  const { ids } = useShopChoice()
  const change = useChangeSearch()
  const [typed, setTyped] = useState(find ?? '')
  const [state, setState] = useState<{ kind: 'idle' | 'finding' } | { kind: 'said'; text: string }>({
    kind: 'idle',
  })
  const input = useRef<HTMLInputElement>(null)
  /** Incremented by each search and edit, so that late answers are ignored. */
  const latest = useRef(0)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const sought = typed.trim()
    if (!sought) return change({ find: undefined })
    const own = ++latest.current
    setState({ kind: 'finding' })
    const found = await findOrders(client, ids, sought)
    if (latest.current !== own) return
    const first = found?.[0]
    setState(found ? { kind: 'idle' } : { kind: 'said', text: said.noAnswer })
    if (!found) return
    if (found.length === 1 && first) {
      setTyped('')
      change({ find: undefined })
      return onOpen(first)
    }
    if (!first) setState({ kind: 'said', text: said.notFound(sought) })
    else change({ find: sought, status: undefined })
  }
  const type = (text: string) => {
    latest.current += 1
    setTyped(text)
    setState({ kind: 'idle' })
    if (text === '') change({ find: undefined })
  }
  return (
    <search>
      <Group component="form" align="flex-start" gap="xs" wrap="nowrap" maw="34rem" onSubmit={submit}>
        <TextInput
          ref={input}
          flex={1}
          label={said.findLabel}
          description={said.findHelp}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          leftSection={<Icon name="search" size={16} />}
          type="search"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
          value={typed}
          error={state.kind === 'said' && state.text}
          onChange={(event) => type(event.currentTarget.value)}
        />
        {/* Beside the input, which is below its label. */}
        <Button type="submit" mt="calc(1.375rem + var(--space-4))" loading={state.kind === 'finding'}>
          {said.find}
        </Button>
      </Group>
    </search>
  )
}
