import { holdsStock } from '../../../shared/catalog/order-states.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Order, Product } from '../../../shared/protocol/shapes.ts'

/** What a buyer can order of a product, given what they want and already have. */
export interface Draft {
  /** What would be ordered: the quantity asked for, or the most that is possible. At least 1. */
  quantity: number
  /** The most that can be ordered; 0 if nothing can. */
  max: number
  /** Minor units. */
  total: number
  /** Why it is less than asked for, or nothing at all. */
  shortBecause: 'stock' | 'limit' | null
}

/** `owned` is how many of the product the buyer already has; it counts towards the limit per buyer. */
export function draftOf(product: Product, asked: number, owned: number): Draft {
  const allowed = product.limitPerBuyer === null ? limits.quantityMax : product.limitPerBuyer - owned
  const max = Math.max(0, Math.min(product.stock, allowed, limits.quantityMax))
  const quantity = Math.max(1, Math.min(asked, max))
  const isShort = asked > max
  return {
    quantity,
    max,
    total: quantity * product.price,
    shortBecause: isShort ? (allowed < product.stock ? 'limit' : 'stock') : null,
  }
}

/** How many of a product the buyer's orders hold, counted as the server counts them towards a limit. */
export const ownedOf = (orders: readonly Order[], productId: number): number =>
  orders
    .filter(holdsStock)
    .flatMap((order) => order.lines)
    .reduce((sum, line) => sum + (line.productId === productId ? line.quantity : 0), 0)
