import type { OrderState } from '../../../../server/market/order.ts'
import * as original from '../../../../server/snapshot/order-form.ts'
import type { DurableMarket } from '../../../../server/store/durable-market.ts'
import { holdsStock, isOpen } from '../../../../shared/catalog/order-states.ts'

export class OrderRestoring extends original.OrderRestoring {
  readonly #market: DurableMarket

  constructor(market: DurableMarket) {
    super(market)
    this.#market = market
  }

  override orders(orders: readonly OrderState[]): void {
    super.orders(orders)
    for (const order of orders.filter((one) => holdsStock(one) && !isOpen(one)))
      for (const { productId, quantity } of order.lines)
        this.#market.unitsHeld.add(order.buyerId, productId, -quantity)
  }
}
