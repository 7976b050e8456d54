import type { OrderStatus, orderStates } from '../../shared/catalog/order-states.ts'
import type { ProductChanges, ProductListing } from '../../shared/catalog/product.ts'
import type { ShopChanges, ShopFields } from '../../shared/catalog/shop.ts'

/**
 * What happened, in the past tense. Events are the only thing that changes the market's state, and what the
 * journal stores. They are never sent to clients. A new kind or a changed shape needs a new version
 * (`server/versions`).
 */
export type Event =
  | MarketOpened
  | MarketRestored
  | ShopOpened
  | ShopEdited
  | ShopSuspended
  | ShopReopened
  | ProductCreated
  | ProductEdited
  | StockChanged
  | ProductDeleted
  | ProductRestored
  | OrderPlaced
  | OrderCancelled
  | OrderMoved
  | BuyerMerged

/** The journal's first event: sets the epoch and the currency. */
export interface MarketOpened {
  type: 'market:opened'
  epoch: string
  currency: string
  currencyDigits: number
}

/** The market was restored from a backup, under a new epoch. */
export interface MarketRestored {
  type: 'market:restored'
  epoch: string
}

export interface ShopOpened extends ShopFields {
  type: 'shop:opened'
  shopId: number
  /** The shop's seller; 'operator' for the house shop. */
  sellerId: string
  slug: string
}

export interface ShopEdited {
  type: 'shop:edited'
  shopId: number
  changes: ShopChanges
}

export interface ShopSuspended {
  type: 'shop:suspended' | 'shop:restored'
  shopId: number
  /** Why it was suspended; absent if nothing was said. */
  reason?: string
}

/** A closed shop opened again by itself, at the time that its seller had set. */
export interface ShopReopened {
  type: 'shop:reopened'
  shopId: number
}

export interface ProductCreated extends ProductListing {
  type: 'product:created'
  productId: number
  shopId: number
}

export interface ProductEdited {
  type: 'product:edited'
  productId: number
  changes: ProductChanges
}

export interface StockChanged {
  type: 'product:restocked' | 'product:counted'
  productId: number
  /** What was added to the stock; negative if it was removed. */
  quantity: number
  reason: string | null
}

export interface ProductDeleted {
  type: 'product:deleted'
  productId: number
  /** The stock that was left, and is removed with the product. */
  removed: number
  /** Deleted products that no order names, of earlier entries or this one. All their data is removed. */
  forgets?: readonly number[]
}

export interface ProductRestored {
  type: 'product:restored'
  productId: number
  /** The stock that was removed with the product, and is back. */
  quantity: number
}

export interface OrderPlaced {
  type: 'order:placed'
  orderId: string
  number: number
  place: number
  shopId: number
  buyerId: string
  lines: readonly { productId: number; quantity: number; unitPrice: number }[]
  total: number
  pickupCode: string
  /** When the order expires if it is not collected; absent if it never expires. */
  collectBy?: number
}

/**
 * Returns the stock of all lines. That of a deleted product is removed again in the same event, and so is all of it
 * where the seller does not restock.
 */
export interface OrderCancelled {
  type: 'order:cancelled'
  orderId: string
  /** The market cancels an order that was not collected in time. */
  by: 'buyer' | 'seller' | 'market'
  reason: string | null
  /** Absent where the units can be sold again. */
  restock?: false
}

/** The other events that move an order to another state. */
export interface OrderMoved {
  type: Exclude<(typeof orderStates)[OrderStatus]['event'], 'order:placed' | 'order:cancelled'>
  orderId: string
}

/** All events that move an order to another state. */
export type OrderEvent = OrderPlaced | OrderCancelled | OrderMoved

/** Merges buyer `from` into `to`: their orders and limits count together from now on. */
export interface BuyerMerged {
  type: 'buyer:merged'
  from: string
  to: string
}

/** An accepted command with its events. One line of the journal. */
export interface Entry {
  /** The version of the entry's format. Readers upcast entries to the current version. */
  v: number
  /** 1, 2, 3 … without gaps. */
  seq: number
  /** When the command was decided, in ms since 1970; never earlier than the previous entry. */
  at: number
  /** The command's id. */
  id: string
  /** Who sent the command: a buyer's or seller's id, or 'market'. */
  actor: string
  /** The command's payload hash; absent if the events contain the same. */
  content?: string
  events: Event[]
}
