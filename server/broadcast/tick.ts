import type { Message } from './messages.ts'
import type { Subscription } from './subscription.ts'

/** The number of connections that fit into the CPU caches together with the code and data for sending. */
const sideBySideMax = 16

/** A tick in progress. It is sent in slices, so that purchases are processed in between. */
export interface Tick {
  readonly startedAt: number
  /** The market's seq at its start. */
  readonly seq: number
  readonly sales: Message | null
  /** Subscriptions that the previous tick could not reach come first. */
  readonly behind: IterableIterator<Subscription>
  readonly streams: IterableIterator<Subscription>
  /** Without the pauses. */
  workedMs: number
}

/**
 * The next streams of a tick, at most `countMax`; empty when the tick is done. In groups, so that all can be
 * inspected before any is written to: their objects are in no CPU cache, and are then fetched in parallel
 * instead of one after the other.
 */
export function nextStreams({ streams }: Tick, countMax: number): Subscription[] {
  const next: Subscription[] = []
  const length = Math.min(countMax, sideBySideMax)
  for (const subscription of streams) if (next.push(subscription) === length) break
  return next
}
