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
  const [isFinding, setFinding] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  /** Incremented by each search and edit, so that late answers are ignored. */
  const latest = useRef(0)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const sought = typed.trim()
    if (!sought) return change({ find: undefined })
    const own = ++latest.current
    setFinding(true)
    setTrouble(null)
    const found = await findOrders(client, ids, sought)
    if (latest.current !== own) return
    setFinding(false)
    if (!found) return setTrouble(said.noAnswer)
    const [first] = found
    if (!first) return setTrouble(said.notFound(sought))
    if (found.length > 1) return change({ find: sought, status: undefined })
    setTyped('')
    change({ find: undefined })
    onOpen(first)
  }
  const type = (text: string) => {
    latest.current += 1
    setTyped(text)
    setFinding(false)
    setTrouble(null)
    if (text === '') change({ find: undefined })
  }
  return (
    <search>
      <Group component="form" align="flex-start" gap="xs" wrap="nowrap" maw="34rem" onSubmit={submit}>
        <TextInput
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
          error={trouble}
          onChange={(event) => type(event.currentTarget.value)}
        />
        {/* Beside the input, which is below its label. */}
        <Button type="submit" mt="calc(1.375rem + var(--space-4))" loading={isFinding}>
          {said.find}
        </Button>
      </Group>
    </search>
  )
}
