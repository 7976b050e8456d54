import type { MarketBounds } from '../market/bounds.ts'
import { evolve } from '../market/evolve.ts'
import { forget } from '../market/idempotency.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Replay } from './journal.ts'

/** Replays entries into a market that nobody has seen yet. */
export function replayInto(market: DurableMarket, bounds: MarketBounds): Replay {
  const { idempotencyWindow, counters } = market
  return (entries) => {
    for (const entry of entries) evolve(market, entry)
    // In large steps: the first of a Map is slow to find once many before it were deleted.
    if (idempotencyWindow.map.size > 2 * bounds.idempotencyWindowEntriesMax)
      forget(idempotencyWindow.map, counters.seq, bounds)
  }
}
