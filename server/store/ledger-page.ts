import type { MovementState } from '../market/state.ts'
import type { DurableMarket } from './durable-market.ts'
import type { KeptMovement } from './ledgers.ts'
import type { Page } from './order-pages.ts'

/** A page of a product's ledger, oldest first. The cursor counts movements: one entry may write several. */
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

/**
 * The stock of a product right after an entry; null if the entry did not change it. Costs the logarithm of the ledger's
 * length.
 */
export function stockAfter(market: DurableMarket, productId: number, seq: number): number | null {
  const flat = market.movements.map.get(productId) ?? []
  let low = 0
  let high = flat.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if (movementAt(market, flat, middle).seq <= seq) low = middle + 1
    else high = middle
  }
  const last = low > 0 ? movementAt(market, flat, low - 1) : null
  return last?.seq === seq ? last.stock : null
}

/** A product's whole ledger, oldest movement first. Costs in proportion to its length. */
export const movementsOf = (market: DurableMarket, productId: number): MovementState[] =>
  ledgerPage(market, productId, 0, Number.POSITIVE_INFINITY).items

function movementAt(market: DurableMarket, flat: readonly KeptMovement[], index: number): MovementState {
  const kept = flat[2 * index]!
  if (typeof kept !== 'number') return kept
  const order = market.orders.at(kept)
  const stock = flat[2 * index + 1] as number
  return {
    seq: order.seq,
    at: order.placedAt,
    kind: 'sold',
    // A ledger begins with the listing, so every sale has a movement before it.
    quantity: (flat[2 * index - 1] as number) - stock,
    stock,
    by: market.placedBy.get(order.id) ?? order.buyerId,
    reason: null,
    orderId: order.id,
  }
}
