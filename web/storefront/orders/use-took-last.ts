import { useEffect, useState } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useProduct } from '../../store/hooks.ts'
import { secretOf } from './receipt-link.tsx'

/**
 * How many the buyer took when nothing was left afterwards; 0 if something was. The market alone knows, as others may
 * have bought since: it is asked once, where the product is sold out now.
 */
export function useTookLast(order: Order): number {
  const [line, ...others] = order.lines
  const product = useProduct(line?.productId ?? 0)
  const [tookLast, setTookLast] = useState(false)
  const isSoldOut = product?.stock === 0
  const secret = secretOf(order)
  useEffect(() => {
    if (!isSoldOut) return
    const stop = new AbortController()
    void ask(secret, stop.signal).then((took) => took && setTookLast(true))
    return () => stop.abort()
  }, [isSoldOut, secret])
  return tookLast && line && others.length === 0 ? line.quantity : 0
}

/** False without an answer too: it is only a pleasantry. */
async function ask(secret: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`/api/receipts/${encodeURIComponent(secret)}`, { signal })
    return response.ok && ((await response.json()) as { tookLast?: boolean }).tookLast === true
  } catch {
    return false
  }
}
