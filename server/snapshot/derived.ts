import { pickupKey } from '../market/pickup-code.ts'
import type { OrderState } from '../market/order.ts'
import type { DurableMarket, Market } from '../market/state.ts'

/** Keeps nothing: for what is derived once, when all is read, and not at each entry. */
const unkept = { get: () => undefined, has: () => false, set: () => undefined, delete: () => undefined }

/**
 * A view of an empty market to fold entries into, which leaves out what {@link deriveFromOrders} adds: most of it
 * would be written for an order when it is placed, and again when it is handed over.
 */
export const withoutDerived = (market: DurableMarket): Market => ({
  ...market,
  standing: { of: () => 0, add: () => undefined },
  pickupCodes: unkept,
})

/** Adds what follows from a market's orders as they are now. */
export function deriveFromOrders(market: DurableMarket): void {
  for (const order of market.orders.values()) deriveFrom(market, order)
}

/** Pickup codes, and who has how many of what. */
export function deriveFrom(market: DurableMarket, order: OrderState): void {
  if (order.status === 'cancelled') return
  if (order.status === 'placed') market.pickupCodes.set(pickupKey(order.shopId, order.pickupCode), order.id)
  for (const { productId, quantity } of order.lines) market.standing.add(order.buyerId, productId, quantity)
}
