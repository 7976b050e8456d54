import type { OrderState } from './order.ts'
import type { KnownCommand, MovementState, ProductState, ShopState } from './state.ts'

/** Counters and settings of the whole market. */
export interface Counters {
  epoch: string
  currency: string
  currencyDigits: number
  /** Seq and time of the last entry. */
  seq: number
  at: number
  lastShopId: number
  lastProductId: number
  /** Products that are not deleted. */
  products: number
  orders: number
  /** Orders that are not cancelled, and their units. */
  ordersStanding: number
  unitsStanding: number
}

/** One value per key. Values are immutable: a change sets a new one. */
export interface Table<Key, Value> {
  get(key: Key): Value | undefined
  has(key: Key): boolean
  set(key: Key, value: Value): void
  delete(key: Key): void
}

/** All orders ever placed. Others refer to an order by its row: its number in that order, from 0. */
export interface Orders {
  readonly size: number
  get(id: string): OrderState | undefined
  /** -1 if there is no such order. */
  rowOf(id: string): number
  /** The order in a row below `size`. */
  at(row: number): OrderState
  /** Adds an order under an id that is not in use; returns its row. */
  add(order: OrderState): number
  replace(row: number, order: OrderState): void
}

/** A change of an order, listed under its buyer and its shop. Outdated once the order changes again. */
export interface OrderChange {
  readonly seq: number
  readonly row: number
}

/** Changes of orders, oldest first. */
export interface OrderChanges extends Iterable<OrderChange> {
  readonly length: number
  seqAt(index: number): number
  rowAt(index: number): number
}

/** The changes of orders, by buyer or by shop. */
export interface OrderLog<Key> {
  append(key: Key, seq: number, row: number): void
  /** Replaces all changes of a key. Costs in proportion to their number. */
  replace(key: Key, changes: readonly OrderChange[]): void
  of(key: Key): OrderChanges
}

/** A buyer's units held, by product id, and open orders in a shop, by {@link openOrders}. */
export interface UnitsHeld {
  of(buyerId: string, counted: number): number
  add(buyerId: string, counted: number, more: number): void
}

/** Both counts share one table, since most orders change both; product ids are positive. */
export const openOrders = (shopId: number): number => -shopId

/** The open orders, by shop and the number of their pickup code. */
export interface PickupCodes {
  /** The row of the order; -1 if the code is free. */
  find(shopId: number, code: number): number
  add(shopId: number, code: number, row: number): void
  delete(shopId: number, code: number): void
}

/** The ledgers of the products. The rules only write them. */
export interface Ledgers {
  /** Appends a sale by the row of its order, any other movement in full; `stock` is the stock afterwards. */
  append(productId: number, moved: number | MovementState, stock: number): void
  /** Removes the ledger of a product. */
  forget(productId: number): void
}

/** The fields of a product that count towards quotas. */
export interface AssortedProduct {
  readonly id: number
  readonly shopId: number
  readonly category: string | null
  readonly deleted: boolean
  readonly orderCount: number
}

export interface ProductIds extends Iterable<number> {
  readonly size: number
}

/** The products of one shop. */
export interface Assortment {
  /** Products that are not deleted. */
  readonly live: ProductIds
  /** Deleted products that no order names, oldest deletion first: these can be forgotten without loss. */
  readonly forgettable: ProductIds
  /** The number of categories, and of the live products in each. */
  readonly categories: { readonly size: number; countOf(category: string): number }
}

/** The products of each shop. Derived from the products: report every change of one here. */
export interface Assortments {
  /** Products of all shops, including deleted ones. */
  readonly kept: number
  /** `undefined` for a product that does not exist. */
  change(before: AssortedProduct | undefined, after: AssortedProduct | undefined): void
  of(shopId: number): Assortment
}

/** The market's whole state as the rules see it. `server/store` has two: durable, and a draft over it. */
export interface Market {
  readonly counters: Counters
  readonly shops: Table<number, ShopState>
  /** Shop ids by slug. */
  readonly slugs: Table<string, number>
  readonly products: Table<number, ProductState>
  readonly assortments: Assortments
  readonly orders: Orders
  /** The buyer that a guest was merged into. */
  readonly aliases: Table<string, string>
  /** By command id, except those of orders. */
  readonly idempotencyWindow: Table<string, KnownCommand>
  /** Who placed an order, by its id, if that is not its buyer. */
  readonly placedBy: Table<string, string>
  readonly unitsHeld: UnitsHeld
  readonly pickupCodes: PickupCodes
  readonly ordersOfBuyer: OrderLog<string>
  readonly ordersOfShop: OrderLog<number>
  readonly movements: Ledgers
}
