import type { MarketBounds } from '../market/bounds.ts'
import { forget } from '../market/idempotency.ts'
import type { DurableMarket } from '../store/durable-market.ts'

/**
 * Forgets the ids that have left the idempotency window, when called after each batch; not each time, since finding
 * the oldest key of a Map skips all keys deleted since it last grew.
 */
export function forgetter(market: DurableMarket, bounds: MarketBounds): () => void {
  let forgotSeq = 0
  return () => {
    const { seq } = market.counters
    if (seq - forgotSeq < bounds.idempotencyWindowEntriesMax / 100) return
    forgotSeq = seq
    forget(market.idempotencyWindow.map, seq, bounds)
  }
}
