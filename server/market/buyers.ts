import { holdsStock, isOpen } from '../../shared/catalog/order-states.ts'
import { refuse } from '../../shared/refusals.ts'
import type { OrderChange } from '../store/order-log.ts'
import { openOrders } from '../store/units-held.ts'
import type { Actor, Wish } from './command.ts'
import type { BuyerMerged, Entry } from './event.ts'
import type { Market } from './market.ts'
import type { OrderState } from './order.ts'
import { accepted, type Decision, refused } from './outcome.ts'

/**
 * Buyer `from` signed in as buyer `to`: orders and limits of both count together from now on. One who signed
 * in as somebody before is that one, and nobody else's to take along: a guest's token that was left behind
 * would else give away the account that its owner signed in to.
 */
export function decideMerge(
  market: Market,
  actor: Actor,
  { from, to }: Extract<Wish, { type: 'buyer:merge' }>,
): Decision {
  if (actor.kind !== 'market') return refused(refuse('forbidden'))
  const former = buyerNow(market, from)
  const heir = buyerNow(market, to)
  if (former !== from && former !== heir) return refused(refuse('not_found', {}))
  return accepted({ type: 'buyer:merged', from, to: heir })
}

/** Costs in proportion to the orders of the one who signed in, not to the market's. */
export function applyMerged(market: Market, { from, to }: BuyerMerged, { seq }: Entry): void {
  const former = buyerNow(market, from)
  if (former === to) return
  market.aliases.set(former, to)
  const moved = ordersOf(market, former)
  for (const order of moved) {
    market.orders.set(order.id, { ...order, buyerId: to, changedSeq: seq })
    market.ordersOfShop.append(order.shopId, seq, order.id)
    if (!market.placedBy.has(order.id)) market.placedBy.set(order.id, former)
    if (holdsStock(order)) moveStanding(market, former, to, order.lines)
    if (isOpen(order)) {
      market.standing.add(former, openOrders(order.shopId), -1)
      market.standing.add(to, openOrders(order.shopId), 1)
    }
  }
  const all = [...ordersOf(market, to), ...moved.map((order) => ({ ...order, changedSeq: seq }))]
  market.ordersOfBuyer.replace(to, changesOf(all))
  market.ordersOfBuyer.replace(former, [])
}

function ordersOf(market: Market, buyerId: string): OrderState[] {
  const ids = new Set(Array.from(market.ordersOfBuyer.of(buyerId), ({ orderId }) => orderId))
  return [...ids].map((orderId) => {
    const order = market.orders.get(orderId)
    if (!order) throw new Error(`order ${orderId} is in a log, but is not there`)
    return order
  })
}

/** A log of orders as if it had been kept from the start: each at its placing, and at its last change. */
const changesOf = (orders: readonly OrderState[]): OrderChange[] =>
  orders
    .flatMap(({ id, seq, changedSeq }) =>
      [seq, ...(changedSeq === seq ? [] : [changedSeq])].map((at) => ({ seq: at, orderId: id })),
    )
    .sort((a, b) => a.seq - b.seq)

function moveStanding(
  market: Market,
  from: string,
  to: string,
  lines: readonly { productId: number; quantity: number }[],
): void {
  for (const { productId, quantity } of lines) {
    market.standing.add(from, productId, -quantity)
    market.standing.add(to, productId, quantity)
  }
}

/** Who a buyer is now: follows sign-ins. */
export function buyerNow(market: Market, buyerId: string): string {
  let id = buyerId
  for (let next = market.aliases.get(id); next !== undefined; next = market.aliases.get(id)) id = next
  return id
}
