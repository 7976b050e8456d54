import { useEffect, useState } from 'react'
import type { Order, Shop } from '../../../shared/protocol/shapes.ts'
import { useConnection, useOrders, useShop } from '../../store/hooks.ts'

export interface ReceiptFound {
  kind: 'found'
  order: Order
  shop: Shop | undefined
  /** Whether this browser's session bought it, and so may cancel it. */
  isOwn: boolean
  /** The last look-ups failed, so it may have changed. */
  isOld: boolean
}

export type Receipt = { kind: 'loading' } | { kind: 'missing' } | { kind: 'unreachable' } | ReceiptFound

interface Fetched {
  order: Order
  shop: Shop
}

type Answer = Fetched | 'missing' | 'unreachable'

const againMs = 4_000

/**
 * The order behind a receipt's secret. The buyer's own orders are live already; anyone else's is fetched every few
 * seconds while the page is visible.
 */
export function useReceipt(secret: string): Receipt {
  const own = useOrders().find((order) => order.receiptUrl.endsWith(`/${secret}`))
  const { answer, last } = useLookUp(secret, own === undefined)
  const shop = useShop(own?.shopId ?? 0)
  const { kind } = useConnection()
  if (own) return { kind: 'found', order: own, shop, isOwn: true, isOld: kind === 'offline' }
  if (last) return { kind: 'found', ...last, isOwn: false, isOld: answer === 'unreachable' }
  if (answer === null) return { kind: 'loading' }
  return { kind: answer === 'missing' ? 'missing' : 'unreachable' }
}

function useLookUp(secret: string, isWanted: boolean): { answer: Answer | null; last: Fetched | null } {
  const [state, setState] = useState<{ answer: Answer | null; last: Fetched | null }>({
    answer: null,
    last: null,
  })
  useEffect(() => {
    if (!isWanted) return
    const stop = new AbortController()
    const look = async () => {
      if (document.visibilityState === 'hidden') return
      const answer = await lookUp(secret, stop.signal)
      if (stop.signal.aborted) return
      setState(({ last }) => ({ answer, last: typeof answer === 'string' ? last : answer }))
      // An order that does not exist never will, so there is no point in asking again.
      if (answer === 'missing') clearInterval(timer)
    }
    const timer = setInterval(() => void look(), againMs)
    const now = () => void look()
    document.addEventListener('visibilitychange', now)
    now()
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', now)
      stop.abort()
    }
  }, [secret, isWanted])
  return state
}

async function lookUp(secret: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(`/api/receipts/${encodeURIComponent(secret)}`, { signal })
    if (response.ok) return (await response.json()) as Fetched
    return response.status === 404 || response.status === 400 ? 'missing' : 'unreachable'
  } catch {
    // No connection, or the server is down: try again.
    return 'unreachable'
  }
}
