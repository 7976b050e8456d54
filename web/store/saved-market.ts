import { type MarketView, viewOf } from '../../shared/market-view.ts'
import type { Market } from '../../shared/protocol/server-messages.ts'
import type { Clock, Timer } from '../socket/clock.ts'
import { readJson, type Storage } from './storage.ts'
import { asListed } from './translated.ts'

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

  /** The stored market. Null if there is none or it is damaged: the server will send the whole market. */
  load(): MarketView | null {
    const market = readJson(this.#storage, savedMarketKey) as Market | null
    return Array.isArray(market?.products) && Array.isArray(market.shops) ? viewOf(market) : null
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
    const view = this.#waiting?.view
    this.drop()
    if (!view) return
    const text = JSON.stringify({
      ...view,
      shops: [...view.shops.values()],
      products: [...view.products.values()].map(asListed),
    })
    if (text.length > lengthMax || !this.#storage.write(savedMarketKey, text)) {
      this.#storage.remove(savedMarketKey)
    }
  }
}
