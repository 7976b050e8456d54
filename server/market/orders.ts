import { accepts, orderCommands, orderStates } from '../../shared/catalog/order-states.ts'
import { pickupCodeNumber } from '../../shared/pickup-code.ts'
import { refuse } from '../../shared/refusals.ts'
import { buyerNow } from './buyers.ts'
import type { Actor, Command, OrderCommand } from './command.ts'
import type { Entry, OrderCancelled, OrderEvent, OrderPlaced } from './event.ts'
import { type Market, openOrders } from './market.ts'
import type { OrderState } from './order.ts'
import { effects, statusAfter } from './order-effects.ts'
import { accepted, type Decision, refused } from './outcome.ts'
import { move, productOf } from './products.ts'
import { isTheirs, refuseSuspended, shopOf } from './shops.ts'

export const isOrderCommand = (command: Command): command is OrderCommand =>
  Object.hasOwn(orderCommands, command.type)

/** Moves an order to another state. The actor must be its buyer or its seller; otherwise it is not found. */
export function decideOrder(market: Market, actor: Actor, command: OrderCommand): Decision {
  const { refusal } = orderCommands[command.type]
  if (actor.kind !== 'market' && !maySend(actor, command)) return refused(refuse('forbidden'))
  const order = market.orders.get(command.orderId)
  const named = command.shopId === undefined || command.shopId === order?.shopId
  if (!order || !named || !mayTouch(market, actor, command, order))
    return refused(refuse('not_found', { orderId: command.orderId }))
  const suspended = refuseSuspended(actor, shopOf(market, order.shopId))
  if (suspended) return suspended
  const isStale = command.type === 'order:expire' && command.until !== order.collectBy
  if (isStale || !accepts(order, command.type)) return refused(refuse(refusal, { status: order.status }))
  return accepted(eventOf(actor, command))
}

const maySend = ({ kind }: Actor, { type }: OrderCommand): boolean =>
  (orderCommands[type].by as readonly string[]).includes(kind === 'operator' ? 'seller' : kind)

function mayTouch(market: Market, actor: Actor, command: OrderCommand, order: OrderState): boolean {
  if (actor.kind === 'market') return maySend(actor, command)
  return actor.kind === 'buyer'
    ? buyerNow(market, actor.id) === buyerNow(market, order.buyerId)
    : isTheirs(actor, shopOf(market, order.shopId))
}

function eventOf(actor: Actor, command: OrderCommand): OrderEvent {
  const { orderId } = command
  switch (command.type) {
    case 'order:cancel': {
      const by = actor.kind === 'buyer' ? 'buyer' : 'seller'
      const cancelled = { type: 'order:cancelled', orderId, by, reason: command.reason } as const
      // Only the shop knows whether the items still exist, so a buyer's cancellation always restocks.
      return by === 'seller' && command.restock === false ? { ...cancelled, restock: false } : cancelled
    }
    case 'order:expire':
      return { type: 'order:cancelled', orderId, by: 'market', reason: null }
    default:
      return { type: orderStates[orderCommands[command.type].to].event, orderId }
  }
}

/** Moves an order to another state, with the effects that the table of states defines. */
export function applyToOrder(market: Market, event: Exclude<OrderEvent, OrderPlaced>, entry: Entry): void {
  const order = orderOf(market, event.orderId)
  const { open, standing } = effects[event.type]
  const row = market.orders.rowOf(order.id)
  market.orders.replace(row, {
    ...order,
    ...writtenBy(event, entry.at),
    status: statusAfter[event.type],
    changedSeq: entry.seq,
  })
  market.ordersOfBuyer.append(order.buyerId, entry.seq, row)
  market.ordersOfShop.append(order.shopId, entry.seq, row)
  if (open < 0) closeOrder(market, order)
  if (standing < 0) putAllBack(market, order, entry, event)
}

/** The fields that say how an order ended. */
function writtenBy(event: Exclude<OrderEvent, OrderPlaced>, at: number): Partial<OrderState> {
  if (event.type === 'order:cancelled')
    return { cancelledAt: at, cancelledBy: event.by, reason: event.reason }
  return event.type === 'order:fulfilled' ? { fulfilledAt: at } : {}
}

/** The order is no longer open: frees its code and its place among the buyer's open orders. */
function closeOrder(market: Market, { shopId, pickupCode, buyerId }: OrderState): void {
  market.pickupCodes.delete(shopId, pickupCodeNumber(pickupCode))
  market.unitsHeld.add(buyerNow(market, buyerId), openOrders(shopId), -1)
}

function putAllBack(
  market: Market,
  order: OrderState,
  entry: Entry,
  event: Exclude<OrderEvent, OrderPlaced>,
): void {
  const lost = event.type === 'order:cancelled' && event.restock === false ? event : null
  market.counters.ordersStanding -= 1
  for (const line of order.lines) {
    market.counters.unitsStanding -= line.quantity
    market.unitsHeld.add(buyerNow(market, order.buyerId), line.productId, -line.quantity)
    putBack(market, order, line, lost, entry)
  }
}

/**
 * Returns the order's units to stock. Those of a deleted product are removed again in the same entry, to come back if
 * the product does; lost ones are removed for good.
 */
function putBack(
  market: Market,
  order: OrderState,
  { productId, quantity }: OrderState['lines'][number],
  lost: OrderCancelled | null,
  entry: Entry,
): void {
  const before = productOf(market, productId)
  const returned = { ...before, stock: before.stock + quantity }
  move(market, returned, entry, { kind: 'returned', quantity, reason: null, orderId: order.id })
  if (!before.deleted && !lost) return market.products.set(productId, returned)
  const comesBack = before.deleted && !lost ? quantity : 0
  const removed = { ...before, removedStock: before.removedStock + comesBack }
  const reason = lost?.reason ?? null
  move(market, removed, entry, { kind: 'removed', quantity, reason, orderId: order.id })
  market.products.set(productId, removed)
}

/** The order that an event names. Throws if it does not exist. */
export function orderOf(market: Market, orderId: string): OrderState {
  const order = market.orders.get(orderId)
  if (!order) throw new Error(`an event names order ${orderId}, which is not there`)
  return order
}
