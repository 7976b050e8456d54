import { type MarketView, viewOf } from '../../shared/market-view.ts'
import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Clock, Timer } from '../socket/clock.ts'
import type { Storage } from './storage.ts'

export const savedMarketKey = 'souk:market:1'
const everyMs = 5_000
/** About 2 MB of the 5 that a browser grants; a larger market is simply loaded anew. */
const lengthMax = 1_000_000

/** The last known market, kept for the next visit: at most one write every 5 s, and bounded. */
export class SavedMarket {
  readonly #storage: Storage
  readonly #clock: Clock
  #waiting: { view: MarketView; timer: Timer } | null = null

  constructor(storage: Storage, clock: Clock) {
    this.#storage = storage
    this.#clock = clock
  }

  /** What was kept, or null. */
  load(): MarketView | null {
    const text = this.#storage.read(savedMarketKey)
    if (!text) return null
    try {
      const market = JSON.parse(text) as Market
      return Array.isArray(market.products) && Array.isArray(market.shops) ? viewOf(market) : null
    } catch {
      // Cut off or altered by hand: the server sends a whole one.
      return null
    }
  }

  /** Keeps `view` soon. */
  save(view: MarketView): void {
    if (this.#waiting) {
      this.#waiting.view = view
      return
    }
    this.#waiting = { view, timer: this.#clock.schedule(everyMs, () => this.flush()) }
  }

  /** Keeps nothing of what is waiting. */
  drop(): void {
    this.#waiting?.timer.cancel()
    this.#waiting = null
  }

  /** Keeps what is waiting now: the page may be about to go. */
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
