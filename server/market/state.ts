import type { ProductListing } from '../../shared/catalog/product.ts'
import type { ShopFields } from '../../shared/catalog/shop.ts'
import type { Movement } from '../../shared/protocol/shapes.ts'

/** A shop in the market's state. Its status in messages is derived from `closed` and `suspended`. */
export interface ShopState extends Readonly<ShopFields> {
  readonly id: number
  readonly sellerId: string
  readonly slug: string
  readonly closed: boolean
  /** When it opens again by itself; null while it is open, or if it stays closed. */
  readonly reopensAt: number | null
  readonly suspended: boolean
  /** The reason for the suspension; absent if none was given. Only the shop's staff are told. */
  readonly suspendedFor?: string
  /** How many orders it ever had; the next order's number is one more. */
  readonly orderCount: number
}

export interface ProductState extends Readonly<ProductListing> {
  readonly id: number
  readonly shopId: number
  readonly createdAt: number
  /** The seq of its last edit. */
  readonly seq: number
  readonly deleted: boolean
  /** The stock removed since it was deleted, which undoing restores. */
  readonly removedStock: number
  /** How many orders ever named it; the next one's position is one more. */
  readonly orderCount: number
}

/** What a command was about. A repeat is answered with this. */
export type Subject =
  | { readonly kind: 'order'; readonly id: string }
  | { readonly kind: 'product'; readonly id: number }
  | { readonly kind: 'shop'; readonly id: number }
  | { readonly kind: 'market' }

/** A known command id (other than an order's), and what the command did. */
export interface KnownCommand {
  readonly seq: number
  readonly actor: string
  /** Its payload hash, as its entry has it. */
  readonly content: string
  readonly subject: Subject
}

/** One movement in a product's ledger. */
export interface MovementState {
  readonly seq: number
  readonly at: number
  readonly kind: Movement['kind']
  readonly quantity: number
  /** The stock afterwards. */
  readonly stock: number
  readonly by: string
  readonly reason: string | null
  readonly orderId: string | null
}
