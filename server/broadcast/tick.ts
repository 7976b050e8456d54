import type { Message } from './messages.ts'
import type { Subscription } from './subscription.ts'

/** So many clients' connections fit into a core's caches together with what it takes to send to them. */
const sideBySideMax = 16

/** One tick under way: it is sent in slices, between which purchases have their turn. */
export interface Tick {
  readonly startedAt: number
  /** The market's seq when it began. */
  readonly seq: number
  readonly sales: Message | null
  /** Those whom the tick before could not reach come first. */
  readonly behind: IterableIterator<Subscription>
  readonly streams: IterableIterator<Subscription>
  /** Without the pauses. */
  workedMs: number
}

/**
 * The next of a tick's streams, `countMax` at most; none when all have been. They come together so that all can be
 * looked at before any is written to: what connections are made of is in no cache, and is fetched side by side then
 * instead of one after the other.
 */
export function nextStreams({ streams }: Tick, countMax: number): Subscription[] {
  const next: Subscription[] = []
  const length = Math.min(countMax, sideBySideMax)
  for (const subscription of streams) if (next.push(subscription) === length) break
  return next
}
