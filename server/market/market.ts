import type { Assortments } from '../store/assortments.ts'
import type { Ledgers } from '../store/ledgers.ts'
import type { OrderLog } from '../store/order-log.ts'
import type { Orders } from '../store/orders-by-id.ts'
import type { Table } from '../store/table.ts'
import type { UnitsHeld } from '../store/units-held.ts'
import type { ProductState, Remembered, ShopState } from './state.ts'

/** What is one for the whole market. */
export interface Counters {
  epoch: string
  currency: string
  currencyDigits: number
  /** The last entry's, and its time. */
  seq: number
  at: number
  lastShopId: number
  lastProductId: number
  /** Products that are not deleted. */
  products: number
  orders: number
  /** Orders and units that stand: placed or fulfilled. */
  ordersStanding: number
  unitsStanding: number
}

/**
 * The market's whole state. What `decide` needs and what readers page through; all of it a function of the
 * journal. Durable, or a draft over it: the type is the same.
 */
export interface Market {
  readonly counters: Counters
  readonly shops: Table<number, ShopState>
  /** The shop of a slug. */
  readonly slugs: Table<string, number>
  readonly products: Table<number, ProductState>
  readonly assortments: Assortments
  readonly orders: Orders
  /** Who a buyer is now, after sign-in. */
  readonly aliases: Table<string, string>
  readonly remembered: Table<string, Remembered>
  /** Who placed an order, where that is not its buyer: by now, after a sign-in, or by then. */
  readonly placedBy: Table<string, string>
  readonly standing: UnitsHeld
  /** The unfulfilled order of a shop's pickup code, by `pickupKey`. */
  readonly pickupCodes: Table<number, string>
  readonly ordersOfBuyer: OrderLog<string>
  readonly ordersOfShop: OrderLog<number>
  readonly movements: Ledgers
}
