import type { OrderState } from '../market/order.ts'
import type { MovementState } from '../market/state.ts'
import type { DurableMarket } from './durable-market.ts'
import type { KeptMovement } from './ledgers.ts'
import type { Page } from './order-pages.ts'

/**
 * A page of a product's ledger, oldest movement first. `after` is the number of movements before the page; a
 * seq cannot be the cursor, since one entry may write several movements.
 */
export function ledgerPage(
  market: DurableMarket,
  productId: number,
  after: number,
  limit: number,
): Page<MovementState, number> {
  const flat = market.movements.map.get(productId) ?? []
  const length = flat.length / 2
  const items: MovementState[] = []
  for (let index = after; index < Math.min(after + limit, length); index += 1)
    items.push(movementAt(market, flat, index))
  const next = after + items.length
  return { items, next: next < length ? next : null }
}

/** A product's whole ledger, oldest movement first. Costs in proportion to its length. */
export const movementsOf = (market: DurableMarket, productId: number): MovementState[] =>
  ledgerPage(market, productId, 0, Number.POSITIVE_INFINITY).items

function movementAt(market: DurableMarket, flat: readonly KeptMovement[], index: number): MovementState {
  const kept = flat[2 * index]!
  if (typeof kept !== 'number') return kept
  const order = market.orders.at(kept)
  const stock = flat[2 * index + 1] as number
  // A ledger begins with the listing, so every sale has a movement before it.
  return saleOf(
    order,
    market.placedBy.get(order.id) ?? order.buyerId,
    (flat[2 * index - 1] as number) - stock,
    stock,
  )
}

const saleOf = (order: OrderState, by: string, quantity: number, stock: number): MovementState => ({
  seq: order.seq,
  at: order.placedAt,
  kind: 'sold',
  quantity,
  stock,
  by,
  reason: null,
  orderId: order.id,
})
