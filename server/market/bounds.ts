import { limits } from '../../shared/protocol/limits.ts'

/**
 * Limits on the market's state. Only `decide` checks them: what was accepted under a higher bound stays
 * accepted, and replays the same, after the bound is lowered.
 */
export const marketBounds = {
  productsMax: limits.productsMax,
  /**
   * Includes deleted products: those that orders name, and the latest few of each shop, which can be
   * restored.
   */
  productsKeptMax: 10 * limits.productsMax,
  /** Per shop. The house shop belongs to the operator and may fill the market. */
  productsPerShopMax: 10_000,
  categoriesPerShopMax: 500,
  /** Deleted products of one shop that no order names. Beyond this the oldest are forgotten. */
  deletedPerShopMax: 1_000,
  /**
   * Orders that are not cancelled: SOUK_ORDERS_MAX, or as many as fit into memory
   * (`server/capacity/market-size.ts`).
   */
  ordersMax: 5_000_000,
  /** All orders ever placed. Cancelled orders stay in memory, so they need a bound too. */
  ordersEverMax: 20_000_000,
  /** Open orders of one buyer in one shop. */
  openOrdersPerGuestMax: 20,
  openOrdersPerAccountMax: 200,
  shopsMax: 10_000,
  /** A command id (other than an order's) is recognised if it was used within this many entries. */
  idempotencyWindowEntriesMax: 100_000,
}
export type MarketBounds = Record<keyof typeof marketBounds, number>
