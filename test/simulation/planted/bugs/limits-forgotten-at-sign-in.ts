import * as original from '../../../../server/market/buyers.ts'
import { holdsStock } from '../../../../shared/catalog/order-states.ts'

export const applyMerged: typeof original.applyMerged = (market, event, entry) => {
  const former = original.buyerNow(market, event.from)
  const rows = new Set(Array.from(market.ordersOfBuyer.of(former), ({ row }) => row))
  original.applyMerged(market, event, entry)
  if (former === event.to) return
  for (const order of Array.from(rows, (row) => market.orders.at(row)).filter(holdsStock)) {
    for (const { productId, quantity } of order.lines) {
      market.unitsHeld.add(event.to, productId, -quantity)
      market.unitsHeld.add(former, productId, quantity)
    }
  }
}
