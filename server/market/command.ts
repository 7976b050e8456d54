import type { OrderCommandType } from '../../shared/catalog/order-states.ts'
import type { NewProduct, ProductChanges } from '../../shared/catalog/product.ts'
import type { ShopChanges, ShopOpening } from '../../shared/catalog/shop.ts'
import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'

/** Who sent a command. What their role allows is checked earlier; that the thing is of their shop, by `decide`. */
export type Actor =
  /** `isProgram`: the client sent the operator's token. */
  | { kind: 'buyer'; id: string; hasAccount?: boolean; isProgram?: boolean }
  /** Somebody who works in this shop; 0 for one who does not work in the shop that they named. */
  | { kind: 'seller'; id: string; shopId: number }
  /** May do everything that a seller may, in any shop. */
  | { kind: 'operator'; id: 'operator' }
  /** The program itself, for example when it opens the market or merges buyers. */
  | { kind: 'market'; id: 'market' }

/** What somebody asks the market to do. Its payload was validated against `shared/protocol`. */
export type Command =
  | { type: 'market:open'; epoch: string; currency: string; currencyDigits: number }
  | { type: 'market:restore'; epoch: string }
  | ShopOpen
  | { type: 'shop:suspend'; shopId: number; reason?: string | null }
  | { type: 'shop:restore'; shopId: number }
  | { type: 'shop:clear'; shopId: number }
  | { type: 'shop:update'; shopId: number; changes: ShopChanges }
  | { type: 'shop:reopen'; shopId: number; until: number }
  | ProductCreate
  | ({ type: 'product:update'; changes: ProductChanges; ifSeq?: number | undefined } & OfProduct)
  | ({ type: 'product:restock'; quantity: number; reason: string | null } & OfProduct)
  | ({ type: 'product:count'; stock: number; ifStock: number; reason: string | null } & OfProduct)
  | ({ type: 'product:delete' } & OfProduct)
  | ({ type: 'product:restore' } & OfProduct)
  /** A checked file of products: all its rows are applied, or none. Null if it no longer exists. */
  | { type: 'product:import'; shopId: number; rows: readonly ImportRow[] | null }
  | { type: 'purchase:create'; lines: readonly PurchaseLine[] }
  | OrderCommand
  | { type: 'buyer:merge'; from: string; to: string }

/** With `shopId` (set by the operator), a product of another shop is not found. */
export interface OfProduct {
  productId: number
  shopId?: number | undefined
}

/** Moves an order to another state. */
export type OrderCommand = { orderId: string; shopId?: number | undefined } & (
  | { type: 'order:cancel'; reason: string | null; restock?: boolean }
  | { type: 'order:expire'; until: number }
  | { type: Exclude<OrderCommandType, 'order:cancel' | 'order:expire'> }
)

export interface ShopOpen extends ShopOpening {
  type: 'shop:open'
  sellerId: string
  slug: string
}

export interface ProductCreate extends NewProduct {
  type: 'product:create'
  shopId: number
}

export type ImportRow =
  | { kind: 'create'; product: NewProduct }
  | { kind: 'update'; productId: number; ifSeq: number; changes: ProductChanges; restock: number }

/** A command with its sender and the id by which repeats are recognised. */
export interface CommandEnvelope {
  id: string
  actor: Actor
  /** Of event and validated payload: tells a repeat from another command with the same id. */
  payloadHash: string
  command: Command
}

/** What `decide` needs and cannot produce itself. */
export interface Stamp {
  /** Clock time, in ms since 1970. */
  at: number
  /** An integer from 0 to 2^48 − 1. */
  random: number
}
