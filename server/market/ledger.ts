import type { Page } from './order-pages.ts'
import type { DurableMarket, MovementState } from './state.ts'

/**
 * A page of a product's ledger, oldest first. `after` counts the lines before it: one entry may write several
 * lines, so a seq would not do as a cursor.
 */
export function ledgerPage(
  market: DurableMarket,
  productId: number,
  after: number,
  limit: number,
): Page<MovementState, number> {
  const movements = market.movements.of(productId)
  const items = movements.slice(after, after + limit)
  const next = after + items.length
  return { items, next: next < movements.length ? next : null }
}
