import type { OrderPage } from '../../shared/protocol/events.ts'
import type { Order } from '../../shared/protocol/shapes.ts'
import type { Outcome } from '../socket/wire.ts'
import type { ClientTools } from './client-tools.ts'

export interface OrderQuery {
  changedAfter?: number
  limit?: number
}

export interface OrdersDependencies extends Pick<ClientTools<'/'>, 'topics' | 'retryTimer'> {
  /** `order:list` of either namespace. */
  list: (query: OrderQuery) => Promise<Outcome<OrderPage>>
  /** `all`: every order (a buyer's). `newest`: the newest page, then every change (a shop's, which may be millions). */
  extent: 'all' | 'newest'
}

const pageSize = 100
const againMs = 1_000

/** The last known orders; of two versions the one with the higher `changedSeq` is kept. */
export class Orders {
  readonly #dependencies: OrdersDependencies
  readonly #byId = new Map<string, Order>()
  #list: readonly Order[] = []
  /** All changes up to this seq are known; null before the first sync. A push may be missed, so none advances it. */
  #knownUpTo: number | null = null
  #run = 0
  #complete = false

  constructor(dependencies: OrdersDependencies) {
    this.#dependencies = dependencies
  }

  get = (id: string): Order | undefined => this.#byId.get(id)
  /** Newest first; a new array after every change. */
  list = (): readonly Order[] => this.#list
  /** Whether all orders that existed at the last connect are known. */
  isComplete = (): boolean => this.#complete

  /** Adds orders from pushes, replies and pages. Versions older than the known one are ignored. */
  add(orders: readonly Order[]): void {
    const changed = orders.filter((order) => {
      const known = this.#byId.get(order.id)
      return !known || known.changedSeq < order.changedSeq
    })
    if (changed.length === 0) return
    for (const order of changed) this.#byId.set(order.id, order)
    this.#list = [...this.#byId.values()].sort((a, b) => b.seq - a.seq)
    this.#dependencies.topics.notify('orders', ...changed.map((order) => `order:${order.id}` as const))
  }

  /**
   * Loads all changes since the last sync; called after every connect. `now` is the market's current seq, from which a
   * shop's orders are followed. False if a newer sync or `pause` interrupted it.
   */
  async sync(now: number): Promise<boolean> {
    this.#run += 1
    const run = this.#run
    const ofShops = this.#dependencies.extent === 'newest'
    for (let after = this.#knownUpTo ?? (ofShops ? undefined : 0); ; ) {
      const page = await this.#page(run, {
        ...(after === undefined ? {} : { changedAfter: after }),
        limit: pageSize,
      })
      if (!page) return false
      this.add(page.orders)
      const last = page.orders.reduce((seq, order) => Math.max(seq, order.changedSeq), after ?? 0)
      // Shops are asked one after another, so only changes up to the first request are certainly complete.
      this.#knownUpTo = ofShops ? now : last
      if (after === undefined || page.next === null) break
      after = Number(page.next)
    }
    this.#complete = true
    this.#dependencies.topics.notify('orders')
    return true
  }

  /** Ends a running sync, as the connection was lost; the next connect starts another. */
  pause(): void {
    this.#run += 1
    if (!this.#complete) return
    this.#complete = false
    this.#dependencies.topics.notify('orders')
  }

  /** For a new market or session. */
  clear(): void {
    this.pause()
    this.#byId.clear()
    this.#list = []
    this.#knownUpTo = null
    this.#dependencies.topics.notifyAll()
  }

  /** Retries until a page arrives; null if this sync was replaced, or can never succeed. */
  async #page(run: number, query: OrderQuery): Promise<OrderPage | null> {
    for (;;) {
      const outcome = await this.#dependencies.list(query)
      if (run !== this.#run) return null
      if (outcome.kind === 'ok') return outcome.reply
      const retryMs = outcome.kind === 'unknown' ? againMs : retryAfterMs(outcome.refusal)
      if (retryMs === null) return null
      await this.#dependencies.retryTimer.wait(retryMs)
      if (run !== this.#run) return null
    }
  }
}

const retryAfterMs = (refusal: object): number | null =>
  'retryAfterMs' in refusal && typeof refusal.retryAfterMs === 'number' ? refusal.retryAfterMs : null
