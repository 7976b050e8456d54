import type { OrderPage } from '../../shared/protocol/events.ts'
import type { Order } from '../../shared/protocol/shapes.ts'
import type { Outcome } from '../socket/wire.ts'
import type { RetryTimer } from './retry-timer.ts'
import type { Topics } from './topics.ts'

/** `order:list` of either namespace, as far as following needs it. */
export type ListOrders = (query: { changedAfter?: number; limit?: number }) => Promise<Outcome<OrderPage>>

export interface OrdersParts {
  list: ListOrders
  topics: Topics
  retryTimer: RetryTimer
  /**
   * `all`: every order there is (a buyer's own). `newest`: the newest page, and from then on every change
   * (a shop's, which may have millions).
   */
  extent: 'all' | 'newest'
}

const pageSize = 100
const againMs = 1_000

/** Orders as the server last told them; of two versions the one with the higher `changedSeq` stays. */
export class Orders {
  readonly #parts: OrdersParts
  readonly #byId = new Map<string, Order>()
  #list: readonly Order[] = []
  /** All changes up to this seq are known; null before the first sync. Pushes never move it: they may skip. */
  #knownUpTo: number | null = null
  #run = 0
  #complete = false

  constructor(parts: OrdersParts) {
    this.#parts = parts
  }

  get = (id: string): Order | undefined => this.#byId.get(id)
  /** Newest first; a new array after every change. */
  list = (): readonly Order[] => this.#list
  /** Whether all orders are known that existed at the last connect. */
  isComplete = (): boolean => this.#complete

  /** Takes in orders from anywhere: pushes, replies, pages. Older versions than the known one are dropped. */
  add(orders: readonly Order[]): void {
    const changed = orders.filter((order) => {
      const known = this.#byId.get(order.id)
      return !known || known.changedSeq < order.changedSeq
    })
    if (changed.length === 0) return
    for (const order of changed) this.#byId.set(order.id, order)
    this.#list = [...this.#byId.values()].sort((a, b) => b.seq - a.seq)
    this.#parts.topics.tell('orders', ...changed.map((order) => `order:${order.id}` as const))
  }

  /**
   * Catches up with all that changed since the last time: after every connect. `now` is the market's seq, from
   * which a shop's orders are followed. True when it is complete, false when a newer sync or `pause` ended it.
   */
  async sync(now: number): Promise<boolean> {
    this.#run += 1
    const run = this.#run
    const caughtUp =
      this.#knownUpTo === null && this.#parts.extent === 'newest'
        ? await this.#takeNewest(run, now)
        : await this.#takeChanges(run, now)
    if (!caughtUp) return false
    this.#complete = true
    this.#parts.topics.tell('orders')
    return true
  }

  /** Ends a running sync: the connection was lost, and the next connect starts another. */
  pause(): void {
    this.#run += 1
    if (!this.#complete) return
    this.#complete = false
    this.#parts.topics.tell('orders')
  }

  /** Forgets everything: the market or the session is another one. */
  clear(): void {
    this.pause()
    this.#byId.clear()
    this.#list = []
    this.#knownUpTo = null
    this.#parts.topics.tellAll()
  }

  async #takeNewest(run: number, now: number): Promise<boolean> {
    const page = await this.#page(run, { limit: pageSize })
    if (!page) return false
    this.add(page.orders)
    this.#knownUpTo = now
    return true
  }

  async #takeChanges(run: number, now: number): Promise<boolean> {
    for (let after = this.#knownUpTo ?? 0; ; ) {
      const page = await this.#page(run, { changedAfter: after, limit: pageSize })
      if (!page) return false
      this.add(page.orders)
      const last = page.orders.reduce((seq, order) => Math.max(seq, order.changedSeq), after)
      // Shops are asked one after another: only what had happened before the first was asked is surely known.
      this.#knownUpTo = this.#parts.extent === 'newest' ? now : last
      if (page.next === null) return true
      after = Number(page.next)
    }
  }

  /** One page, asked for until it comes; null when this run is over, or will never get one. */
  async #page(run: number, query: { changedAfter?: number; limit: number }): Promise<OrderPage | null> {
    for (;;) {
      const outcome = await this.#parts.list(query)
      if (run !== this.#run) return null
      if (outcome.kind === 'ok') return outcome.reply
      const retryMs = outcome.kind === 'unknown' ? againMs : retryAfterMs(outcome.refusal)
      if (retryMs === null) return null
      await this.#parts.retryTimer.wait(retryMs)
      if (run !== this.#run) return null
    }
  }
}

const retryAfterMs = (refusal: object): number | null =>
  'retryAfterMs' in refusal && typeof refusal.retryAfterMs === 'number' ? refusal.retryAfterMs : null
