import type { Entry } from '../market/event.ts'
import type { Clock, Timer } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { LastMinute } from './last-minute.ts'
import { Message } from './messages.ts'
import { takesMore } from './slow-consumer.ts'
import type { Subscription } from './subscription.ts'

interface Dependencies {
  market: DurableMarket
  clock: Clock
  bounds: { paceDistanceMs: number; deliveriesPerSliceMax: number }
  onEncoded?(event: string, length: number): void
}

/**
 * Tells clients how much was sold within the last minute: each as it joins, and all when it has changed, at most once
 * in `paceDistanceMs`, encoded once for all. A client that does not read is told later, once, as it is then.
 */
export class PaceNotifier {
  readonly #dependencies: Dependencies
  readonly #lastMinute: LastMinute
  readonly #subscriptions = new Set<Subscription>()
  /** Those that did not take the last message. */
  readonly #behind = new Set<Subscription>()
  #message: Message
  #encodedAt: number
  /** The text that all were sent last. */
  #told: string
  #timer: Timer | null = null

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    const { market, clock } = dependencies
    this.#lastMinute = new LastMinute(market, clock)
    this.#message = this.#encode()
    this.#encodedAt = clock.monotonic()
    this.#told = this.#message.json
    this.#goOn()
  }

  add(entry: Entry): void {
    this.#lastMinute.add(entry)
    this.#schedule()
  }

  join(subscription: Subscription): void {
    this.#subscriptions.add(subscription)
    subscription.connection.send(this.#current())
  }

  leave(subscription: Subscription): void {
    this.#subscriptions.delete(subscription)
    this.#behind.delete(subscription)
  }

  close(): void {
    this.#timer?.cancel()
    this.#subscriptions.clear()
    this.#behind.clear()
  }

  /** Many join at once after a restart, and share what was encoded within the same second. */
  #current(): Message {
    const now = this.#dependencies.clock.monotonic()
    if (now - this.#encodedAt < 1_000) return this.#message
    this.#encodedAt = now
    this.#message = this.#encode()
    return this.#message
  }

  #encode(): Message {
    const message = Message.of('sales:pace', this.#lastMinute.pace())
    this.#dependencies.onEncoded?.(message.event, message.json.length)
    return message
  }

  #schedule(): void {
    const { clock, bounds } = this.#dependencies
    this.#timer ??= clock.schedule(bounds.paceDistanceMs, () => this.#tell())
  }

  /** Sales leave the last minute without a further entry. */
  #goOn(): void {
    if (this.#behind.size > 0 || !this.#lastMinute.isQuiet) this.#schedule()
  }

  #tell(): void {
    this.#timer = null
    this.#message = this.#encode()
    this.#encodedAt = this.#dependencies.clock.monotonic()
    const isNews = this.#message.json !== this.#told
    this.#told = this.#message.json
    this.#deliver(this.#message, isNews ? this.#subscriptions.values() : [...this.#behind].values())
  }

  /** In slices, so that no purchase waits for thousands of clients. */
  #deliver(message: Message, left: IterableIterator<Subscription>): void {
    const { clock, bounds } = this.#dependencies
    this.#timer = null
    let room = bounds.deliveriesPerSliceMax
    for (const subscription of { [Symbol.iterator]: () => left }) {
      const takes = takesMore(subscription) && subscription.connection.deliver(message, null)
      if (takes) this.#behind.delete(subscription)
      else if (this.#subscriptions.has(subscription)) this.#behind.add(subscription)
      room -= 1
      if (room === 0) {
        this.#timer = clock.schedule(0, () => this.#deliver(message, left))
        return
      }
    }
    this.#goOn()
  }
}
