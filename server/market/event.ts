import type { OrderStatus, orderStates } from '../../shared/catalog/order-states.ts'
import type { ProductChanges, ProductListing } from '../../shared/catalog/product.ts'
import type { ShopChanges, ShopFields } from '../../shared/catalog/shop.ts'

/**
 * What happened, in the past tense: the only thing that changes the market's state, and what the journal
 * keeps. An event never goes on the wire. A change of shape, or a new kind, is a new version (`server/versions`).
 */
export type Event =
  | MarketOpened
  | MarketRestored
  | ShopOpened
  | ShopEdited
  | ShopSuspended
  | ShopRestored
  | ProductCreated
  | ProductEdited
  | ProductRestocked
  | ProductCounted
  | ProductDeleted
  | ProductRestored
  | OrderPlaced
  | OrderCancelled
  | OrderMoved
  | BuyerMerged

/** The journal's first event: which history this is, and in which money it counts. */
export interface MarketOpened {
  type: 'market:opened'
  epoch: string
  currency: string
  currencyDigits: number
}

/** The market goes on from a copy, as another history: what came after the copy is not part of it. */
export interface MarketRestored {
  type: 'market:restored'
  epoch: string
}

export interface ShopOpened extends ShopFields {
  type: 'shop:opened'
  shopId: number
  /** The seller whose shop it is; the house shop's is 'operator'. */
  sellerId: string
  slug: string
}

export interface ShopEdited {
  type: 'shop:edited'
  shopId: number
  changes: ShopChanges
}

export interface ShopSuspended {
  type: 'shop:suspended'
  shopId: number
}

export interface ShopRestored {
  type: 'shop:restored'
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

export interface ProductRestocked {
  type: 'product:restocked'
  productId: number
  /** Negative when stock was taken out. */
  quantity: number
  reason: string | null
}

export interface ProductCounted {
  type: 'product:counted'
  productId: number
  /** What the count added to the stock, or took from it. */
  quantity: number
  reason: string | null
}

export interface ProductDeleted {
  type: 'product:deleted'
  productId: number
  /** What was left, and is gone with it. */
  removed: number
  /** Products that were deleted before, or are in this entry, and that no order names: nothing of them is kept. */
  forgets?: readonly number[]
}

export interface ProductRestored {
  type: 'product:restored'
  productId: number
  /** What had been removed with it, and is back. */
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
  /** When it expires if nobody collects it; absent where it never does. */
  collectBy?: number
}

/** Puts the stock of all lines back; what is put back to a deleted product is removed in the same event. */
export interface OrderCancelled {
  type: 'order:cancelled'
  orderId: string
  /** The market cancels what was not collected in time. */
  by: 'buyer' | 'seller' | 'market'
  reason: string | null
}

/** The other events that bring an order to another state. */
export interface OrderMoved {
  type: Exclude<(typeof orderStates)[OrderStatus]['event'], 'order:placed' | 'order:cancelled'>
  orderId: string
}

/** What brings an order to a state. */
export type OrderEvent = OrderPlaced | OrderCancelled | OrderMoved

/** `from` is `to` from now on: orders and limits of both count together. */
export interface BuyerMerged {
  type: 'buyer:merged'
  from: string
  to: string
}

/** One accepted command with the events that it caused: one line of the journal. */
export interface Entry {
  /** The version of its form. Readers upcast entries to the version of this release. */
  v: number
  /** 1, 2, 3 … without gaps. */
  seq: number
  /** When it was decided, in ms since 1970; never before the entry before it. */
  at: number
  /** The command's id. */
  id: string
  /** Whose command it was: a buyer's or seller's id, or 'market' for its own. */
  actor: string
  /** A digest of the command's event and checked payload; absent where the events hold the same. */
  content?: string
  events: Event[]
}
