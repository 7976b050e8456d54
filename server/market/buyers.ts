import { holdsStock, isOpen } from '../../shared/catalog/order-states.ts'
import { refuse } from '../../shared/refusals.ts'
import type { BuyerMerged, Entry } from './event.ts'
import { type Market, type OrderChange, openOrders } from './market.ts'
import { accepted, type Decide, refused } from './outcome.ts'

/**
 * Merges buyer `from` into buyer `to` at sign-in: their orders and limits count together from now on. A buyer
 * that was merged before cannot be merged again: otherwise a guest token left behind would give away the
 * account that its owner signed in to.
 */
export const decideMerge: Decide<'buyer:merge'> = (market, actor, { from, to }) => {
  if (actor.kind !== 'market') return refused(refuse('forbidden'))
  const former = buyerNow(market, from)
  const heir = buyerNow(market, to)
  if (former !== from && former !== heir) return refused(refuse('not_found', {}))
  return accepted({ type: 'buyer:merged', from, to: heir })
}

/** Costs in proportion to the orders of `from`, not of the market. */
export function applyMerged(market: Market, { from, to }: BuyerMerged, { seq }: Entry): void {
  const former = buyerNow(market, from)
  if (former === to) return
  market.aliases.set(former, to)
  const moved = rowsOf(market, former)
  for (const row of moved) {
    const order = market.orders.at(row)
    market.orders.replace(row, { ...order, buyerId: to, changedSeq: seq })
    market.ordersOfShop.append(order.shopId, seq, row)
    if (!market.placedBy.has(order.id)) market.placedBy.set(order.id, former)
    if (holdsStock(order)) moveUnits(market, former, to, order.lines)
    if (isOpen(order)) {
      market.unitsHeld.add(former, openOrders(order.shopId), -1)
      market.unitsHeld.add(to, openOrders(order.shopId), 1)
    }
  }
  market.ordersOfBuyer.replace(to, changesOf(market, [...rowsOf(market, to), ...moved]))
  market.ordersOfBuyer.replace(former, [])
}

/** The rows of a buyer's orders. */
const rowsOf = (market: Market, buyerId: string): number[] => [
  ...new Set(Array.from(market.ordersOfBuyer.of(buyerId), ({ row }) => row)),
]

/** An order log in its initial form: each order at its placing and at its last change. */
const changesOf = (market: Market, rows: readonly number[]): OrderChange[] =>
  rows
    .flatMap((row) => {
      const { seq, changedSeq } = market.orders.at(row)
      return [seq, ...(changedSeq === seq ? [] : [changedSeq])].map((at) => ({ seq: at, row }))
    })
    .sort((a, b) => a.seq - b.seq)

function moveUnits(
  market: Market,
  from: string,
  to: string,
  lines: readonly { productId: number; quantity: number }[],
): void {
  for (const { productId, quantity } of lines) {
    market.unitsHeld.add(from, productId, -quantity)
    market.unitsHeld.add(to, productId, quantity)
  }
}

/** The buyer that `buyerId` is after all merges. */
export function buyerNow(market: Market, buyerId: string): string {
  let id = buyerId
  for (let next = market.aliases.get(id); next !== undefined; next = market.aliases.get(id)) id = next
  return id
}
