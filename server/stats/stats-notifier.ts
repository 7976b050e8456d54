import type { Connection } from '../broadcast/connection.ts'
import { Message } from '../broadcast/messages.ts'
import type { Clock, Timer } from '../os/clock.ts'
import type { SalesProjection } from './sales-projection.ts'

interface Watcher {
  connection: Connection
  shopId: number
  /** Whether the shop's last change is unsent, since the client did not read. */
  isBehind: boolean
}

interface Dependencies {
  sales: SalesProjection
  clock: Clock
  bounds: { statsDistanceMs: number }
}

/**
 * Sends `stats:changed` to a shop's sellers, at most once in `statsDistanceMs`, computed and encoded once for all of
 * them. A client that does not read is sent it later, once, as it is then.
 */
export class StatsNotifier {
  readonly #dependencies: Dependencies
  readonly #watchers = new Map<string, Watcher>()
  readonly #changed = new Set<number>()
  #timer: Timer | null = null

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  join(connection: Connection, shopId: number): void {
    this.#watchers.set(connection.id, { connection, shopId, isBehind: false })
  }

  /** From now on the client is sent this shop's changes. */
  turnTo(connectionId: string, shopId: number): void {
    const watcher = this.#watchers.get(connectionId)
    if (watcher) watcher.shopId = shopId
  }

  leave(connectionId: string): void {
    this.#watchers.delete(connectionId)
  }

  /** Call when a shop's sales changed. */
  changed(shopId: number): void {
    if (this.#watchers.size === 0) return
    this.#changed.add(shopId)
    this.#schedule()
  }

  close(): void {
    this.#timer?.cancel()
  }

  #schedule(): void {
    const { clock, bounds } = this.#dependencies
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
    const { sales, clock } = this.#dependencies
    const stats = sales.of(shopId, 'today', clock.now())
    const message = new Message('stats:changed', JSON.stringify(stats))
    messages.set(shopId, message)
    return message
  }
}
