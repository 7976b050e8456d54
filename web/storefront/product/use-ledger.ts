import { useEffect, useRef, useState } from 'react'
import type { Movement } from '../../../shared/protocol/shapes.ts'

export type Ledger =
  | { kind: 'loading' }
  | { kind: 'failed' }
  /** `isWhole` is false if the ledger is too long to be loaded completely. */
  | { kind: 'read'; movements: readonly Movement[]; isWhole: boolean }

interface Page {
  cursor: string | null
  movements: Movement[]
  next: string | null
}

const pagesMax = 25
/** In a rush the stock changes many times a second; a reader needs no more updates than this. */
const againMs = 1_500

/**
 * A product's public ledger while `isOpen`, fetched again whenever `stock` changes. Full pages are kept; only the
 * last one, which can still grow, is fetched again.
 */
export function useLedger(productId: number, stock: number, isOpen: boolean): Ledger {
  const [ledger, setLedger] = useState<Ledger>({ kind: 'loading' })
  const pages = useRef<Page[]>([])
  const readAt = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed stock means that there is more to read
  useEffect(() => {
    if (!isOpen) return
    const stop = new AbortController()
    const read = async () => {
      readAt.current = performance.now()
      try {
        pages.current = await readOn(productId, pages.current, stop.signal)
        const movements = pages.current.flatMap((page) => page.movements)
        setLedger({ kind: 'read', movements, isWhole: pages.current.at(-1)?.next === null })
      } catch (error) {
        if (!stop.signal.aborted)
          setLedger((before) => (before.kind === 'read' ? before : { kind: 'failed' }))
        if (!(error instanceof TypeError) && !stop.signal.aborted) console.warn(error)
      }
    }
    const waitMs = Math.max(0, readAt.current + againMs - performance.now())
    const timer = setTimeout(() => void read(), readAt.current === 0 ? 0 : waitMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [productId, stock, isOpen])
  return ledger
}

/** Fetches the last known page again, and all pages after it. Throws if one cannot be fetched. */
async function readOn(productId: number, known: readonly Page[], signal: AbortSignal): Promise<Page[]> {
  const pages = known.slice(0, -1)
  let cursor = known.at(-1)?.cursor ?? null
  for (;;) {
    const page = await readPage(productId, cursor, signal)
    pages.push(page)
    if (page.next === null || pages.length === pagesMax) return pages
    cursor = page.next
  }
}

async function readPage(productId: number, cursor: string | null, signal: AbortSignal): Promise<Page> {
  const query = cursor === null ? '' : `?after=${encodeURIComponent(cursor)}`
  const response = await fetch(`/api/products/${productId}/ledger${query}`, { signal })
  if (!response.ok) throw new Error(`The ledger was answered with ${response.status}`)
  const { movements, next } = (await response.json()) as { movements: Movement[]; next: string | null }
  return { cursor, movements, next }
}
