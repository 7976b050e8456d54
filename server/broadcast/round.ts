import type { Message } from './messages.ts'
import type { Subscriber } from './subscriber.ts'

/** So many clients' connections fit into a core's caches together with what it takes to send to them. */
const sideBySideMax = 16

/** One tick under way: it is sent in slices, between which purchases have their turn. */
export interface Round {
  readonly startedAt: number
  /** The market's seq when it began. */
  readonly seq: number
  readonly sales: Message | null
  /** Those whom the round before could not reach come first. */
  readonly behind: IterableIterator<Subscriber>
  readonly streams: IterableIterator<Subscriber>
  /** Without the pauses. */
  workedMs: number
}

/**
 * The next of a round's streams, `countMax` at most; none when all have been. They come together so that all can be
 * looked at before any is written to: what connections are made of is in no cache, and is fetched side by side then
 * instead of one after the other.
 */
export function nextStreams({ streams }: Round, countMax: number): Subscriber[] {
  const next: Subscriber[] = []
  const length = Math.min(countMax, sideBySideMax)
  for (const subscriber of streams) if (next.push(subscriber) === length) break
  return next
}
