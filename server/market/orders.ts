import { refuse } from '../../shared/refusals.ts'
import { openOrders } from '../store/units-held.ts'
import { buyerNow } from './buyers.ts'
import type { Actor, Wish } from './command.ts'
import type { Entry, OrderCancelled, OrderFulfilled } from './event.ts'
import type { Market } from './market.ts'
import type { OrderState } from './order.ts'
import { accepted, type Decision, refused } from './outcome.ts'
import { pickupKey } from './pickup-code.ts'
import { move, productOf } from './products.ts'
import { isTheirs, refuseSuspended, shopOf } from './shops.ts'

/** Decides on an order that the actor may touch, as its buyer or its seller; all others are not found. */
function ofOrder(
  market: Market,
  actor: Actor,
  wish: { orderId: string; shopId?: number | undefined },
  decideOn: (order: OrderState) => Decision,
): Decision {
  const order = market.orders.get(wish.orderId)
  const named = wish.shopId === undefined || wish.shopId === order?.shopId
  if (!order || !named || !mayTouch(market, actor, order))
    return refused(refuse('not_found', { orderId: wish.orderId }))
  return refuseSuspended(actor, shopOf(market, order.shopId)) ?? decideOn(order)
}

const mayTouch = (market: Market, actor: Actor, order: OrderState): boolean =>
  actor.kind === 'buyer'
    ? buyerNow(market, actor.id) === buyerNow(market, order.buyerId)
    : isTheirs(actor, shopOf(market, order.shopId))

export const decideCancel = (
  market: Market,
  actor: Actor,
  wish: Extract<Wish, { type: 'order:cancel' }>,
): Decision =>
  ofOrder(market, actor, wish, ({ id, status }) =>
    status === 'placed'
      ? accepted({
          type: 'order:cancelled',
          orderId: id,
          by: actor.kind === 'buyer' ? 'buyer' : 'seller',
          reason: wish.reason,
        })
      : refused(refuse('not_cancellable', { status })),
  )

/** An order that waits and has this deadline expires: it is cancelled by the market. A stale deadline is refused. */
export function decideExpire(
  market: Market,
  actor: Actor,
  { orderId, until }: Extract<Wish, { type: 'order:expire' }>,
): Decision {
  if (actor.kind !== 'market') return refused(refuse('forbidden'))
  const order = market.orders.get(orderId)
  if (!order) return refused(refuse('not_found', { orderId }))
  return order.status === 'placed' && order.collectBy === until
    ? accepted({ type: 'order:cancelled', orderId, by: 'market', reason: null })
    : refused(refuse('not_cancellable', { status: order.status }))
}

export const decideFulfil = (
  market: Market,
  actor: Actor,
  wish: Extract<Wish, { type: 'order:fulfil' }>,
): Decision =>
  actor.kind === 'buyer'
    ? refused(refuse('forbidden'))
    : ofOrder(market, actor, wish, ({ id, status }) =>
        status === 'placed'
          ? accepted({ type: 'order:fulfilled', orderId: id })
          : refused(refuse('not_fulfillable', { status })),
      )

export function applyCancelled(market: Market, event: OrderCancelled, entry: Entry): void {
  const order = orderOf(market, event.orderId)
  change(market, entry, {
    ...order,
    status: 'cancelled',
    cancelledAt: entry.at,
    cancelledBy: event.by,
    reason: event.reason,
    changedSeq: entry.seq,
  })
  closeOrder(market, order)
  market.counters.ordersStanding -= 1
  for (const { productId, quantity } of order.lines) {
    market.counters.unitsStanding -= quantity
    market.standing.add(buyerNow(market, order.buyerId), productId, -quantity)
    putBack(market, order, productId, quantity, entry)
  }
}

/** Back into stock; into a deleted product's, and out again in the same entry. */
function putBack(market: Market, order: OrderState, productId: number, quantity: number, entry: Entry): void {
  const before = productOf(market, productId)
  const returned = { ...before, stock: before.stock + quantity }
  move(market, returned, entry, { kind: 'returned', quantity, reason: null, orderId: order.id })
  if (!before.deleted) return market.products.set(productId, returned)
  const removed = { ...before, removedStock: before.removedStock + quantity }
  move(market, removed, entry, { kind: 'removed', quantity, reason: null, orderId: order.id })
  market.products.set(productId, removed)
}

export function applyFulfilled(market: Market, event: OrderFulfilled, entry: Entry): void {
  const order = orderOf(market, event.orderId)
  closeOrder(market, order)
  change(market, entry, { ...order, status: 'fulfilled', fulfilledAt: entry.at, changedSeq: entry.seq })
}

/** It waits no longer: its code is free, and its buyer may have another open one. */
function closeOrder(market: Market, { shopId, pickupCode, buyerId }: OrderState): void {
  market.pickupCodes.delete(pickupKey(shopId, pickupCode))
  market.standing.add(buyerNow(market, buyerId), openOrders(shopId), -1)
}

function change(market: Market, { seq }: Entry, order: OrderState): void {
  market.orders.set(order.id, order)
  market.ordersOfBuyer.append(order.buyerId, seq, order.id)
  market.ordersOfShop.append(order.shopId, seq, order.id)
}

function orderOf(market: Market, orderId: string): OrderState {
  const order = market.orders.get(orderId)
  if (!order) throw new Error(`an event names order ${orderId}, which is not there`)
  return order
}
