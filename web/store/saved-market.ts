import { type MarketView, viewOf } from '../../shared/market-view.ts'
import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Clock, Timer } from '../socket/clock.ts'
import type { Storage } from './storage.ts'

export const savedMarketKey = 'souk:market:1'
const everyMs = 5_000
/** About 2 MB of the 5 that a browser allows. A larger market is not saved. */
const lengthMax = 1_000_000

/** The last known market, stored for the next visit, written at most every 5 s. */
export class SavedMarket {
  readonly #storage: Storage
  readonly #clock: Clock
  #waiting: { view: MarketView; timer: Timer } | null = null

  constructor(storage: Storage, clock: Clock) {
    this.#storage = storage
    this.#clock = clock
  }

  /** The stored market, or null. */
  load(): MarketView | null {
    const text = this.#storage.read(savedMarketKey)
    if (!text) return null
    try {
      const market = JSON.parse(text) as Market
      return Array.isArray(market.products) && Array.isArray(market.shops) ? viewOf(market) : null
    } catch {
      // Damaged: the server will send the whole market.
      return null
    }
  }

  /** Saves `view` after a delay. */
  save(view: MarketView): void {
    if (this.#waiting) {
      this.#waiting.view = view
      return
    }
    this.#waiting = { view, timer: this.#clock.schedule(everyMs, () => this.flush()) }
  }

  /** Discards a pending save. */
  drop(): void {
    this.#waiting?.timer.cancel()
    this.#waiting = null
  }

  /** Saves at once, before the page may end. */
  flush(): void {
    if (!this.#waiting) return
    const { view, timer } = this.#waiting
    timer.cancel()
    this.#waiting = null
    const text = JSON.stringify({
      ...view,
      shops: [...view.shops.values()],
      products: [...view.products.values()],
    })
    if (text.length > lengthMax || !this.#storage.write(savedMarketKey, text)) {
      this.#storage.remove(savedMarketKey)
    }
  }
}
