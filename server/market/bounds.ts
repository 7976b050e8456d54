import { limits } from '../../shared/protocol/limits.ts'

/** The bounds of the market's state. All are counted in the journal, so that they replay the same. */
export const marketBounds = {
  productsMax: limits.productsMax,
  /** With the deleted ones, which stay for their orders' sake. */
  productsEverMax: 10 * limits.productsMax,
  ordersMax: limits.ordersMax,
  shopsMax: 10_000,
  /** How many commands ago an id (other than an order's) may have been used and still be known. */
  rememberedEntriesMax: 100_000,
}
export type MarketBounds = Record<keyof typeof marketBounds, number>
