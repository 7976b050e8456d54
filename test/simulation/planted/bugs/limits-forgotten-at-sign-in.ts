import * as original from '../../../../server/market/buyers.ts'
import { holdsStock } from '../../../../shared/catalog/order-states.ts'

export const applyMerged: typeof original.applyMerged = (market, event, entry) => {
  const former = original.buyerNow(market, event.from)
  const orderIds = new Set(Array.from(market.ordersOfBuyer.of(former), ({ orderId }) => orderId))
  original.applyMerged(market, event, entry)
  if (former === event.to) return
  for (const order of Array.from(orderIds, (id) => market.orders.get(id)!).filter(holdsStock)) {
    for (const { productId, quantity } of order.lines) {
      market.standing.add(event.to, productId, -quantity)
      market.standing.add(former, productId, quantity)
    }
  }
}
