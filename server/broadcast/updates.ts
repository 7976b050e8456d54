import { limits } from '../../shared/protocol/limits.ts'
import type { MarketReset } from '../../shared/protocol/server-messages.ts'
import type { OutputBudget } from '../edge/output-rates.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Audience } from './audience.ts'
import { Message, marketChanged } from './messages.ts'
import type { ReadModels } from './read-models.ts'
import type { ReplayBuffer } from './replay-buffer.ts'

/** A message that brings a client of one audience and position to `seq`; null where it has to fetch the market. */
export interface Update {
  readonly message: Message
  readonly seq: number | null
  /** Where the market was then. */
  readonly madeAt: number
}

/** Whoever comes back is told of a few changes, however much was sent before. */
const smallUpdateBytes = 4 * 1024

export interface UpdatesParts {
  market: DurableMarket
  ring: ReplayBuffer
  pages: ReadModels
  bounds: { unsentBytesMax: number; updatesLengthMax: number }
  onEncoded?(event: string, length: number): void
}

/**
 * What brings clients up to date, encoded once for all who are in step. What was made is good until the next tick
 * and not only until the market moves: whoever comes between two ticks, or late in a long one, gets the same
 * message, and is led on from its seq by the tick that the move has caused. So thousands who come back while the
 * market sells cost one encoding a tick for each place that they come from, and those in step stay in step.
 */
export class Updates {
  readonly #parts: UpdatesParts
  readonly #made = new Map<string, Update>()
  #length = 0
  /** What was asked for last: nearly always what is asked for next. */
  #lastAudience: Audience | null = null
  #lastFrom = -1
  #last: Update | null = null

  constructor(parts: UpdatesParts) {
    this.#parts = parts
  }

  /** Forgets what is old: from now on all is told as it is now. */
  renew(): void {
    const { seq } = this.#parts.market.counters
    for (const [key, { madeAt, message }] of this.#made) {
      if (madeAt === seq) continue
      this.#made.delete(key)
      this.#length -= message.json.length
    }
    this.#last = null
  }

  /** What changed after `from`; a reset where that cannot be told, or is more than a client may leave unread. */
  since(audience: Audience, from: number): Update {
    if (from === this.#lastFrom && audience === this.#lastAudience && this.#last) return this.#last
    const update = this.#shared(
      `${from} ${audience.key}`,
      () => this.#change(audience, from) ?? this.reset(audience),
    )
    this.#lastAudience = audience
    this.#lastFrom = from
    this.#last = update
    return update
  }

  /** The whole market in one message; where it is too large, the word that it is to be fetched. */
  reset(audience: Audience): Update {
    return this.#shared(`reset ${audience.key}`, () => this.#whole(audience) ?? this.#toBeFetched())
  }

  #shared(key: string, make: () => Update): Update {
    const known = this.#made.get(key)
    if (known) return known
    const update = make()
    this.#length += update.message.json.length
    // Many who come from as many places, while nothing is sold, would be kept a message each.
    if (this.#length > this.#parts.bounds.updatesLengthMax) this.#forget()
    this.#made.set(key, update)
    return update
  }

  #forget(): void {
    this.#made.clear()
    this.#length = 0
    this.#last = null
  }

  #change(audience: Audience, from: number): Update | null {
    const { market, ring, bounds } = this.#parts
    const merged = ring.since(from)
    if (!merged) return null
    const message = this.#encode('market:changed', marketChanged(market, audience, from, merged))
    // Who is sent more than anybody may leave unread would be cut off for it: a market takes its place.
    return message.isLongerThan(bounds.unsentBytesMax) ? null : updateOf(message, market.counters)
  }

  #whole(audience: Audience): Update | null {
    const { counters } = this.#parts.market
    // A market that cannot fit is not encoded to find that out.
    if (counters.products * 100 > limits.resetBytesMax) return null
    const page = this.#parts.pages.of(audience).encode()
    if (page.length > limits.resetBytesMax) return null
    const message = new Message('market:reset', page.pieces.join(''))
    if (message.isLongerThan(limits.resetBytesMax)) return null
    this.#parts.onEncoded?.('market:reset', message.json.length)
    return updateOf(message, counters)
  }

  /** An update that a client asked for by joining; where its budget is used up, the word that the market is to be fetched. */
  within(output: OutputBudget, update: Update): Update {
    const isAffordable = !update.message.isLongerThan(smallUpdateBytes) || output.msUntilFree() === null
    const affordable = isAffordable ? update : this.#toBeFetched()
    output.spend(affordable.message.bytes)
    return affordable
  }

  #toBeFetched(): Update {
    const { epoch, seq } = this.#parts.market.counters
    const fetch: MarketReset = { epoch, seq, fetch: true }
    return { message: this.#encode('market:reset', fetch), seq: null, madeAt: seq }
  }

  #encode(event: string, payload: unknown): Message {
    const message = Message.of(event, payload)
    this.#parts.onEncoded?.(event, message.json.length)
    return message
  }
}

const updateOf = (message: Message, { seq }: { seq: number }): Update => ({ message, seq, madeAt: seq })
