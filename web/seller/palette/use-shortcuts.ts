import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'

export interface Shortcuts {
  find: () => void
  keys: () => void
}

/** Elements in which letters are text, not shortcuts. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const pages = { o: '/sell', p: '/sell/products', b: '/sell/orders', s: '/sell/settings' } as const

/** ⌘K or Ctrl-K anywhere; `?`, `/` and “g” plus a page's letter outside of inputs. */
export function useShortcuts({ find, keys }: Shortcuts): void {
  const navigate = useNavigate()
  const press = useEffectEvent((event: KeyboardEvent, before: string) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      return find()
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
    if (document.querySelector('[role=dialog]')) return
    if (event.key === '?') return keys()
    if (event.key === '/') {
      event.preventDefault()
      return find()
    }
    const page = before === 'g' ? pages[event.key as keyof typeof pages] : undefined
    if (page) void navigate({ to: page })
  })
  useEffect(() => {
    let before = ''
    const listen = (event: KeyboardEvent) => {
      press(event, before)
      before = event.key
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
