import { TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import styles from './palette.module.css'
import { type Find, useFinds } from './use-finds.ts'
import { useShortcuts } from './use-shortcuts.ts'

const said = sellerTexts.palette

/** ⌘K: finds products, orders and actions; `?` lists the keyboard shortcuts. */
export function Palette() {
  const [open, setOpen] = useState<'find' | 'keys' | null>(null)
  useShortcuts({ find: () => setOpen('find'), keys: () => setOpen('keys') })
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text begins at its first find
  useEffect(() => setAt(0), [typed])
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
    <div className={styles.palette}>
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
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={press}
      />
      <div id={`${id}-list`} className={styles.list} role="listbox" aria-label={said.title}>
        {finds.map((find, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, as of every combobox
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
            <span className={styles.name}>{find.name}</span>
            <span className={styles.detail}>{find.detail}</span>
          </div>
        ))}
      </div>
      {finds.length === 0 && <p role="status">{said.none}</p>}
    </div>
  )
}
