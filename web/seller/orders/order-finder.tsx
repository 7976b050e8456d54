import { Button, Group, TextInput } from '@mantine/core'
import { type FormEvent, lazy, Suspense, useRef, useState } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useSellerClient } from '../../store/hooks.ts'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { useChangeSearch } from '../shell/use-change-search.ts'
import { useIsPhone } from '../shell/use-is-phone.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { findOrders } from './find-order.ts'
import styles from './order-finder.module.css'

const said = sellerTexts.order

/** Below the label; the help is below the input. */
const besideInput = 'calc(1.375rem + var(--space-4))'

const Scanner = lazy(() => import('./counter/scanner.tsx').then(({ Scanner }) => ({ default: Scanner })))

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
  const isPhone = useIsPhone()
  const [isScanning, setScanning] = useState(false)
  const scanned = (code: string) => {
    setScanning(false)
    setTyped(code)
    void look(code)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void look(typed.trim())
  }
  const look = async (sought: string) => {
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
    if (found.length > 1) return change({ find: sought, status: 'all' })
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
    <search className={styles.pinned}>
      <Group
        component="form"
        align={isPhone ? 'flex-end' : 'flex-start'}
        gap="xs"
        wrap="nowrap"
        maw="34rem"
        onSubmit={submit}
      >
        <TextInput
          flex={1}
          label={said.findLabel}
          description={isPhone ? undefined : said.findHelp}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          leftSection={<Icon name="search" size={16} />}
          type="search"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus={!isPhone}
          value={typed}
          error={trouble}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <Button type="submit" mt={isPhone ? 0 : besideInput} loading={isFinding}>
          {said.find}
        </Button>
        <Button
          variant="outline"
          px="sm"
          mt={isPhone ? 0 : besideInput}
          aria-label={sellerTexts.day.counter.scan}
          title={sellerTexts.day.counter.scan}
          onClick={() => setScanning(true)}
        >
          <Icon name="camera" />
        </Button>
      </Group>
      <ScannerSheet opened={isScanning} onClose={() => setScanning(false)} onFound={scanned} />
    </search>
  )
}

interface ScannerSheetProps {
  opened: boolean
  onClose: () => void
  onFound: (code: string) => void
}

const ScannerSheet = ({ opened, onClose, onFound }: ScannerSheetProps) => (
  <Sheet opened={opened} onClose={onClose} title={sellerTexts.day.counter.scan}>
    {opened && (
      <Suspense>
        <Scanner onFound={onFound} />
      </Suspense>
    )}
  </Sheet>
)
