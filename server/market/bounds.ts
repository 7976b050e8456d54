import { limits } from '../../shared/protocol/limits.ts'

/** Only `decide` checks these: what a higher bound once accepted replays the same under a lower one. */
export const marketBounds = {
  productsMax: limits.productsMax,
  /** Includes deleted ones: those that orders name, and the latest of each shop, which can be restored. */
  productsKeptMax: 10 * limits.productsMax,
  /** Per shop. The house shop belongs to the operator and may fill the market. */
  productsPerShopMax: 10_000,
  categoriesPerShopMax: 500,
  /** Deleted products of one shop that no order names. Beyond this the oldest are forgotten. */
  deletedPerShopMax: 1_000,
  /** Orders not cancelled: SOUK_ORDERS_MAX, or what fits into memory (`server/capacity/market-size.ts`). */
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
