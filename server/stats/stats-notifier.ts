import type { Connection } from '../broadcast/connection.ts'
import { Message } from '../broadcast/messages.ts'
import type { Clock, Timer } from '../os/clock.ts'
import type { SalesProjection } from './sales-projection.ts'

interface Watcher {
  connection: Connection
  shopId: number
  /** Was the shop's last change not told, since the client did not read? */
  isBehind: boolean
}

/**
 * `stats:changed` to a shop's sellers, at most once in `distanceMs`, computed and encoded once for all of them. Who
 * does not read is told later, once, how it is then.
 */
export class StatsNotifier {
  readonly #parts: { sales: SalesProjection; clock: Clock; bounds: { statsDistanceMs: number } }
  readonly #watchers = new Map<string, Watcher>()
  readonly #changed = new Set<number>()
  #timer: Timer | null = null

  constructor(parts: { sales: SalesProjection; clock: Clock; bounds: { statsDistanceMs: number } }) {
    this.#parts = parts
  }

  join(connection: Connection, shopId: number): void {
    this.#watchers.set(connection.id, { connection, shopId, isBehind: false })
  }

  /** A client that asked about a shop is told of that one from now on. */
  turnTo(connectionId: string, shopId: number): void {
    const watcher = this.#watchers.get(connectionId)
    if (watcher) watcher.shopId = shopId
  }

  leave(connectionId: string): void {
    this.#watchers.delete(connectionId)
  }

  /** A shop's sales are not what they were. */
  changed(shopId: number): void {
    if (this.#watchers.size === 0) return
    this.#changed.add(shopId)
    this.#schedule()
  }

  close(): void {
    this.#timer?.cancel()
  }

  #schedule(): void {
    const { clock, bounds } = this.#parts
    this.#timer ??= clock.schedule(bounds.statsDistanceMs, () => this.#tell())
  }

  #tell(): void {
    this.#timer = null
    const messages = new Map<number, Message>()
    for (const watcher of this.#watchers.values()) {
      if (!this.#changed.has(watcher.shopId) && !watcher.isBehind) continue
      watcher.isBehind = watcher.connection.queued() > 0
      if (watcher.isBehind) this.#schedule()
      else watcher.connection.send(this.#messageOf(watcher.shopId, messages))
    }
    this.#changed.clear()
  }

  #messageOf(shopId: number, messages: Map<number, Message>): Message {
    const known = messages.get(shopId)
    if (known) return known
    const stats = this.#parts.sales.of(shopId, 'today', this.#parts.clock.now())
    const message = new Message('stats:changed', JSON.stringify(stats))
    messages.set(shopId, message)
    return message
  }
}
