import type { Bounds } from '../bounds.ts'
import type { Journal } from '../journal/journal.ts'
import type { MarketBounds } from '../market/bounds.ts'
import type { Entry } from '../market/event.ts'
import type { Clock, Random } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'

/** What listeners (broadcast, replay buffer, snapshots, metrics) get for each committed batch. */
export interface Committed {
  /** The durable entries, each with the source of its command (null for another node's). */
  entries: readonly { entry: Entry; source: string | null }[]
}

export interface QueueDependencies {
  market: DurableMarket
  journal: Journal
  clock: Clock
  random: Random
  bounds: Bounds['queue']
  marketBounds: MarketBounds
  onCommitted(committed: Committed): void
  /** The journal failed, so nothing may be acknowledged: stop the process. */
  onFailed(error: unknown): void
  /** Figures of a commit: its commands, its entries, and the time from draining to durable. */
  onCommit?(commands: number, entries: number, tookMs: number): void
}
