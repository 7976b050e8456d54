import { limits } from '../../shared/protocol/limits.ts'
import type { MarketReset } from '../../shared/protocol/server-messages.ts'
import type { OutputBudget } from '../edge/output-rates.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Audience } from './audience.ts'
import { Message, marketChanged } from './messages.ts'
import type { ReadModels } from './read-models.ts'
import type { ReplayBuffer } from './replay-buffer.ts'

/** A message that brings clients of one audience and position to `seq`; null if they must fetch it all. */
export interface Update {
  readonly message: Message
  readonly seq: number | null
  /** The market's seq when this was made. */
  readonly madeAt: number
}

/** Resuming sends the merged changes only, regardless of how much was sent before. */
const smallUpdateBytes = 4 * 1024

export interface UpdatesDependencies {
  market: DurableMarket
  ring: ReplayBuffer
  pages: ReadModels
  bounds: { unsentBytesMax: number; updatesLengthMax: number }
  onEncoded?(event: string, length: number): void
}

/**
 * Messages that bring clients up to date, encoded once for all clients in step. A message stays valid until
 * the next tick, not only until the market changes: a client that joins between two ticks, or late in a long
 * one, gets the same message, and the next tick continues from its seq. So when thousands return during
 * sales, each position that they return from costs one encoding per tick, and clients in step stay in step.
 */
export class Updates {
  readonly #dependencies: UpdatesDependencies
  readonly #made = new Map<string, Update>()
  #length = 0
  /** The update used last, which is nearly always the one needed next. */
  #lastAudience: Audience | null = null
  #lastFrom = -1
  #last: Update | null = null

  constructor(dependencies: UpdatesDependencies) {
    this.#dependencies = dependencies
  }

  /** Drops what is outdated: from now on, updates have current values. */
  renew(): void {
    const { seq } = this.#dependencies.market.counters
    for (const [key, { madeAt, message }] of this.#made) {
      if (madeAt === seq) continue
      this.#made.delete(key)
      this.#length -= message.json.length
    }
    this.#last = null
  }

  /** The changes after `from`; a reset if they are not available or exceed what a client may leave unread. */
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

  /** The whole market in one message; if that is too large, the instruction to fetch it. */
  reset(audience: Audience): Update {
    return this.#shared(`reset ${audience.key}`, () => this.#whole(audience) ?? this.#toBeFetched())
  }

  #shared(key: string, make: () => Update): Update {
    const known = this.#made.get(key)
    if (known) return known
    const update = make()
    this.#length += update.message.json.length
    // Otherwise clients at many positions would each keep a message while nothing is sold.
    if (this.#length > this.#dependencies.bounds.updatesLengthMax) this.forget()
    this.#made.set(key, update)
    return update
  }

  /** From now on, updates have what is no entry's too: the market's name. */
  forget(): void {
    this.#made.clear()
    this.#length = 0
    this.#last = null
  }

  #change(audience: Audience, from: number): Update | null {
    const { market, ring, bounds } = this.#dependencies
    const merged = ring.since(from)
    if (!merged) return null
    const message = this.#encode('market:changed', marketChanged(market, audience, from, merged))
    // A message larger than a client may leave unread would get the client cut off: send a reset instead.
    return message.bytes > bounds.unsentBytesMax ? null : updateOf(message, market.counters)
  }

  #whole(audience: Audience): Update | null {
    const { counters } = this.#dependencies.market
    // A market that cannot fit is not encoded just to find out.
    if (counters.products * 100 > limits.resetBytesMax) return null
    const page = this.#dependencies.pages.of(audience).encode()
    if (page.length > limits.resetBytesMax) return null
    const message = new Message('market:reset', page.pieces.join(''))
    if (message.bytes > limits.resetBytesMax) return null
    this.#dependencies.onEncoded?.('market:reset', message.json.length)
    return updateOf(message, counters)
  }

  /** For a client that joins: the update, or without output budget the instruction to fetch the market. */
  within(output: OutputBudget, update: Update): Update {
    const isAffordable = update.message.bytes <= smallUpdateBytes || output.msUntilFree() === null
    const affordable = isAffordable ? update : this.#toBeFetched()
    output.spend(affordable.message.bytes)
    return affordable
  }

  #toBeFetched(): Update {
    const { epoch, seq } = this.#dependencies.market.counters
    const fetch: MarketReset = { epoch, seq, fetch: true }
    return { message: this.#encode('market:reset', fetch), seq: null, madeAt: seq }
  }

  #encode(event: string, payload: unknown): Message {
    const message = Message.of(event, payload)
    this.#dependencies.onEncoded?.(event, message.json.length)
    return message
  }
}

const updateOf = (message: Message, { seq }: { seq: number }): Update => ({ message, seq, madeAt: seq })
