import { holdsStock } from '../../../shared/catalog/order-states.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Order, Product } from '../../../shared/protocol/shapes.ts'

/** What can be had of a product, given what one wants and has. */
export interface Draft {
  /** What would be ordered: what was asked for, or the most there is. At least 1. */
  quantity: number
  /** The most that can be ordered; 0 when nothing can. */
  max: number
  /** Minor units. */
  total: number
  /** Why it is fewer than asked for, or none at all. */
  shortBecause: 'stock' | 'limit' | null
}

/** `owned` is how many this buyer has already, where the product is limited per buyer. */
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

/** How many pieces of a product stand in one's orders, as the server counts them against a limit. */
export const ownedOf = (orders: readonly Order[], productId: number): number =>
  orders
    .filter(holdsStock)
    .flatMap((order) => order.lines)
    .reduce((sum, line) => sum + (line.productId === productId ? line.quantity : 0), 0)
