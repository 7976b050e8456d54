import { buyerNow } from '../market/buyers.ts'
import type { DurableMarket } from '../store/durable-market.ts'

/** Answers whether buyers have orders. Before the market is read, nobody has any. */
export class BuyerOrders {
  #market: DurableMarket | null = null

  follow(market: DurableMarket): void {
    this.#market = market
  }

  has(buyerId: string): boolean {
    return this.#of(buyerId).length > 0
  }

  /** Does the buyer have an order that is open, or ended after `since`? */
  hasSince(buyerId: string, since: number): boolean {
    const changes = this.#of(buyerId)
    for (let index = changes.length - 1; index >= 0; index -= 1) {
      const { fulfilledAt, cancelledAt } = this.#market!.orders.at(changes.rowAt(index))
      const endedAt = fulfilledAt ?? cancelledAt
      if (endedAt === null || endedAt >= since) return true
    }
    return false
  }

  #of(buyerId: string) {
    const market = this.#market
    return market ? market.ordersOfBuyer.of(buyerNow(market, buyerId)) : noOrders
  }
}

const noOrders = { length: 0, rowAt: (): number => -1 }
