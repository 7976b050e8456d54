import { Stack, Text, TextInput } from '@mantine/core'
import { useWindowEvent } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import styles from './palette.module.css'
import { type Find, useFinds } from './use-finds.ts'

const said = sellerTexts.palette
const pages = { o: '/sell', p: '/sell/products', b: '/sell/orders', s: '/sell/settings' } as const

/** ⌘K: finds products, orders and actions; `?` lists the keyboard shortcuts. */
export function Palette() {
  const [open, setOpen] = useState<'find' | 'keys' | null>(null)
  useShortcuts(setOpen)
  const close = () => setOpen(null)
  return (
    <>
      <Sheet opened={open === 'find'} onClose={close} title={said.title}>
        {open === 'find' && <Finder onClose={close} />}
      </Sheet>
      <Sheet opened={open === 'keys'} onClose={close} title={said.keysTitle}>
        <dl className={styles.keys}>
          {said.keys.map(([keys, what]) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </Sheet>
    </>
  )
}

function Finder({ onClose }: { onClose: () => void }) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const finds = useFinds(typed)
  const [at, setAt] = useState(0)
  const chosen = Math.min(at, finds.length - 1)
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, chosen])
  const take = (find: Find | undefined) => {
    if (!find) return
    onClose()
    find.go()
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt((chosen + step + finds.length) % Math.max(1, finds.length))
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      take(finds[chosen])
    }
  }
  return (
    <Stack gap="sm" h="min(27rem, 60dvh)" pt="var(--space-4)">
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={finds.length ? `${id}-${chosen}` : undefined}
        aria-label={said.title}
        placeholder={said.placeholder}
        autoComplete="off"
        leftSection={<Icon name="search" size={16} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <div id={`${id}-list`} className={styles.list} role="listbox" aria-label={said.title}>
        {finds.map((find, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field handles the keys, as in every combobox
          <div
            key={find.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={() => take(find)}
            onPointerMove={() => setAt(index)}
          >
            <Icon name={find.icon} size={16} />
            <Text span flex={1} truncate>
              {find.name}
            </Text>
            <span className={styles.detail}>{find.detail}</span>
          </div>
        ))}
      </div>
      {finds.length === 0 && <p role="status">{said.none}</p>}
    </Stack>
  )
}

/** ⌘K or Ctrl-K anywhere; `?`, `/` and “g” plus a page's letter outside of inputs. */
function useShortcuts(onOpen: (what: 'find' | 'keys') => void): void {
  const navigate = useNavigate()
  const lastKey = useRef('')
  useWindowEvent('keydown', (event) => {
    const isAfterG = lastKey.current === 'g'
    lastKey.current = event.key
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      return onOpen('find')
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
    if (document.querySelector('[role=dialog]')) return
    if (event.key === '?') return onOpen('keys')
    if (event.key === '/') {
      event.preventDefault()
      return onOpen('find')
    }
    const page = isAfterG ? pages[event.key as keyof typeof pages] : undefined
    if (page) void navigate({ to: page })
  })
}

/** Elements in which letters are text, not shortcuts. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
