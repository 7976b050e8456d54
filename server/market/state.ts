import type { ProductListing } from '../../shared/catalog/product.ts'
import type { ShopFields } from '../../shared/catalog/shop.ts'
import type { Movement } from '../../shared/protocol/shapes.ts'

/** A shop as the market knows it; its status on the wire comes of `closed` and `suspended`. */
export interface ShopState extends Readonly<ShopFields> {
  readonly id: number
  readonly sellerId: string
  readonly slug: string
  readonly closed: boolean
  readonly suspended: boolean
  /** How many orders it ever had: the next one's number is one more. */
  readonly orderCount: number
}

export interface ProductState extends Readonly<ProductListing> {
  readonly id: number
  readonly shopId: number
  readonly createdAt: number
  /** The seq of its last edit. */
  readonly seq: number
  readonly deleted: boolean
  /** What was removed since it was deleted: what undoing brings back. */
  readonly removedStock: number
  /** How many orders ever named it: the next one's place is one more. */
  readonly orderCount: number
}

/** What a command was about: what a repeat of it is answered with. */
export type Subject =
  | { readonly kind: 'order'; readonly id: string }
  | { readonly kind: 'product'; readonly id: number }
  | { readonly kind: 'shop'; readonly id: number }
  | { readonly kind: 'market' }

/** A command's id that is known (purchases are known by their orders), and what it did. */
export interface Remembered {
  readonly seq: number
  readonly actor: string
  readonly content: string
  readonly subject: Subject
}

/** One line of a product's ledger. */
export interface MovementState {
  readonly seq: number
  readonly at: number
  readonly kind: Movement['kind']
  readonly quantity: number
  /** What was in stock afterwards. */
  readonly stock: number
  readonly by: string
  readonly reason: string | null
  readonly orderId: string | null
}
