import { refuse } from '../../shared/refusals.ts'
import type { Actor, Wish } from './command.ts'
import type { BuyerMerged, Entry } from './event.ts'
import { accepted, type Decision, refused } from './outcome.ts'
import { buyerNow, type Market, standingKey } from './state.ts'

/** Buyer `from` signed in as buyer `to`: orders and limits of both count together from now on. */
export function decideMerge(
  market: Market,
  actor: Actor,
  { from, to }: Extract<Wish, { type: 'buyer:merge' }>,
): Decision {
  if (actor.kind !== 'market') return refused(refuse('forbidden'))
  return accepted({ type: 'buyer:merged', from, to: buyerNow(market, to) })
}

/** Costs in proportion to the orders of the one who signed in, not to the market's. */
export function applyMerged(market: Market, { from, to }: BuyerMerged, { seq }: Entry): void {
  const former = buyerNow(market, from)
  if (former === to) return
  market.aliases.set(former, to)
  const moved = new Set(market.ordersOfBuyer.of(former).map((change) => change.orderId))
  for (const orderId of moved) {
    const order = market.orders.get(orderId)
    if (!order) throw new Error(`order ${orderId} is in a log, but is not there`)
    market.orders.set(orderId, { ...order, buyerId: to, changedSeq: seq })
    market.ordersOfBuyer.append(to, { seq, orderId })
    market.ordersOfShop.append(order.shopId, { seq, orderId })
    if (order.status !== 'cancelled') moveStanding(market, former, to, order.lines)
  }
}

function moveStanding(
  market: Market,
  from: string,
  to: string,
  lines: readonly { productId: number; quantity: number }[],
): void {
  for (const { productId, quantity } of lines) {
    addStanding(market, from, productId, -quantity)
    addStanding(market, to, productId, quantity)
  }
}

/** Counts units into (or out of) what a buyer has of a product in orders that stand. */
export function addStanding(market: Market, buyerId: string, productId: number, quantity: number): void {
  const key = standingKey(buyerId, productId)
  const units = (market.standing.get(key) ?? 0) + quantity
  if (units === 0) market.standing.delete(key)
  else market.standing.set(key, units)
}
