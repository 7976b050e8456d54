import { limits } from '../../shared/protocol/limits.ts'

/**
 * The bounds of the market's state. `decide` alone asks for them: what was accepted under a higher bound stays
 * accepted when the bound is lowered, and replays the same.
 */
export const marketBounds = {
  productsMax: limits.productsMax,
  /** With the deleted ones: those that orders name, and the last few of each shop, so that they can be restored. */
  productsKeptMax: 10 * limits.productsMax,
  /** Of one shop; the house shop is the operator's own, and may fill the market. */
  productsPerShopMax: 10_000,
  categoriesPerShopMax: 500,
  /** Deleted products of one shop that no order names; beyond these the oldest are forgotten. */
  deletedPerShopMax: 1_000,
  /** Orders that are not cancelled: SOUK_ORDERS_MAX, or as many as fit into the memory (`server/capacity/market-size.ts`). */
  ordersMax: 5_000_000,
  /** Orders ever placed. Cancelled ones stay in memory, so they have a bound of their own. */
  ordersEverMax: 20_000_000,
  /** Orders of one buyer that wait at one shop. */
  openOrdersPerGuestMax: 20,
  openOrdersPerAccountMax: 200,
  shopsMax: 10_000,
  /** How many commands ago an id (other than an order's) may have been used and still be known. */
  rememberedEntriesMax: 100_000,
}
export type MarketBounds = Record<keyof typeof marketBounds, number>
