import { describe, expect, test } from 'vitest'
import { type MarketBounds, marketBounds } from '../../server/market/bounds.ts'
import type { CommandEnvelope } from '../../server/market/command.ts'
import type { Event } from '../../server/market/event.ts'
import { evolve } from '../../server/market/evolve.ts'
import { forget } from '../../server/market/idempotency.ts'
import { decideBatch } from '../../server/queue/batch.ts'
import type { DurableMarket } from '../../server/store/durable-market.ts'
import { entryVersion } from '../../server/versions/steps.ts'
import { listingOf } from '../../shared/catalog/product.ts'
import { pickupCodeFrom } from '../../shared/pickup-code.ts'
import {
  buy,
  cancel,
  createProduct,
  deleteProduct,
  fulfil,
  idOf,
  line,
  merge,
  openMarket,
  openShop,
  restock,
  restoreProduct,
  updateProduct,
  updateShop,
} from '../support/builders/market-commands.ts'
import { newMarket } from '../support/builders/new-market.ts'
import { Effort } from '../support/doubles/counting-map.ts'

/** So high that a full market can list one more product, and a buyer with many orders place another. */
const roomy: MarketBounds = { ...marketBounds, productsMax: 200_000, openOrdersPerGuestMax: 1_000_000 }

/** A market that counts accesses to its maps: the steps that its commands cost. */
class CountedMarket {
  readonly effort = new Effort()
  readonly market: DurableMarket = newMarket(this.effort.containers)

  constructor() {
    this.costOf(openMarket(), openShop(), createProduct({ stock: 1_000_000 }))
  }

  /** Decides these as one batch on a draft, and merges it, as the queue does. All must be accepted. */
  costOf(...envelopes: CommandEnvelope[]): number {
    const waiting = envelopes.map((envelope) => ({ source: '', envelope, reply: () => {} }))
    const deciding = { at: 1, random: () => 0, recall: () => null, bounds: roomy }
    const cost = this.effort.of(() => {
      const { entries, merge } = decideBatch(this.market, waiting, deciding)
      expect(entries, envelopes[0]?.command.type).toHaveLength(envelopes.length)
      merge()
    })
    return cost
  }

  /** Applies events without deciding, so that a large market is built quickly. */
  has(event: Event, id: string): void {
    const seq = this.market.counters.seq + 1
    evolve(this.market, { v: entryVersion, seq, at: 1, id, actor: 'ann', content: '', events: [event] })
  }
}

function marketWithProducts(products: number): CountedMarket {
  const counted = new CountedMarket()
  const { command } = createProduct()
  if (command.type !== 'product:create') throw new Error('not a product')
  for (let productId = 2; productId <= products; productId += 1) {
    counted.has(
      { type: 'product:created', productId, shopId: 1, ...listingOf(command) },
      `product ${productId}`,
    )
  }
  return counted
}

/** Orders of one buyer for one product of one shop, so that all logs that a purchase touches are long. */
function marketWithOrders(orders: number): CountedMarket {
  const counted = new CountedMarket()
  for (let number = 1; number <= orders; number += 1) {
    const orderId = idOf(1_000_000 + number)
    const rank = {
      number,
      place: number,
      shopId: 1,
      buyerId: 'ann',
      total: 100,
      pickupCode: pickupCodeFrom(1_000_000 + number),
    }
    const lines = [{ productId: 1, quantity: 1, unitPrice: 100 }]
    counted.has({ type: 'order:placed', orderId, ...rank, lines }, orderId)
  }
  return counted
}

const ordered = idOf(9_001)
const twoLines = idOf(9_002)
/** One command of each kind, in turn. */
const steps: [name: string, make: () => CommandEnvelope][] = [
  ['purchase', () => buy(1, 'ann', ordered)],
  ['purchase of two lines', () => buy([line(1), line(1, 2)], 'ann', twoLines)],
  ['edit of the shop', () => updateShop(1, { name: 'Home' })],
  ['cancel', () => cancel(ordered)],
  ['handing over', () => fulfil(twoLines)],
  ['restock', () => restock(1, 5)],
  ['edit', () => updateProduct(1, { name: 'Loaf' })],
  ['listing', () => createProduct()],
  ['deleting', () => deleteProduct(1)],
  ['restoring', () => restoreProduct(1)],
  ['sign-in of one who bought nothing', () => merge('guest', 'other')],
]

const costs = (counted: CountedMarket): [string, number][] =>
  steps.map(([name, make]) => [name, counted.costOf(make())])

describe('no step costs in proportion to', () => {
  test('[cost] the number of products: 10 or 100,000', () => {
    const few = costs(marketWithProducts(10))
    expect(few.every(([, cost]) => cost > 3)).toBe(true)
    expect(costs(marketWithProducts(100_000))).toEqual(few)
  })

  test('[cost] the orders of the market, shop, buyer and product: 100 or 100,000', () => {
    expect(costs(marketWithOrders(100_000))).toEqual(costs(marketWithOrders(100)))
  })

  test('[cost] the orders of a buyer with few: 10 or 50', () => {
    expect(costs(marketWithOrders(50))).toEqual(costs(marketWithOrders(10)))
  })

  test('[cost] the orders of a buyer whose list is read for the first time: 100 or 100,000', () => {
    const costOfReading = ({ effort, market }: CountedMarket): number =>
      effort.of(() => expect(market.ordersOfBuyer.of('ann').length).toBeGreaterThanOrEqual(100))
    expect(costOfReading(marketWithOrders(100_000))).toBe(costOfReading(marketWithOrders(100)))
  })

  test('[cost] the changes in a batch of a thousand', () => {
    const counted = marketWithProducts(10)
    const alone = counted.costOf(restock(2, 1))
    const batch = Array.from({ length: 1_000 }, () => restock(2, 1))
    expect(counted.costOf(...batch)).toBeLessThanOrEqual(1_000 * alone)
  })
})

describe('what else grows', () => {
  test('[cost] forgetting ids visits the forgotten ones and one more', () => {
    const effort = new Effort()
    const window = effort.containers.map<string, { seq: number }>()
    for (let seq = 1; seq <= 1_010; seq += 1) window.set(`id ${seq}`, { seq })
    const bounds: MarketBounds = { ...marketBounds, idempotencyWindowEntriesMax: 1_000 }
    const forgetTen = effort.of(() => forget(window, 1_010, bounds))
    expect(window.size).toBe(1_000)
    expect(forgetTen).toBe(10 + 10 + 1)
    expect(effort.of(() => forget(window, 1_010, bounds))).toBe(1)
  })

  test('[cost] signing in costs in proportion to the merged orders, not to those of the market', () => {
    const costOfMerging = (counted: CountedMarket): number => {
      counted.costOf(buy(1, 'guest'), buy(1, 'guest'))
      return counted.costOf(merge('guest', 'member'))
    }
    const few = costOfMerging(marketWithOrders(10))
    expect(few).toBeGreaterThan(10)
    expect(costOfMerging(marketWithOrders(100_000))).toBe(few)
  })

  test('[cost] the count includes every read: iterating over the products would show', () => {
    const { effort, market } = marketWithProducts(50)
    expect(effort.of(() => void [...market.products.map])).toBe(50)
    expect(effort.of(() => void [...market.products.map.values()])).toBe(50)
    expect(effort.of(() => void [...market.products.map.keys()])).toBe(50)
    const { effort: other, market: orders } = marketWithOrders(50)
    expect(other.of(() => void [...orders.ordersOfBuyer.of('ann')])).toBeGreaterThan(50)
    expect(other.of(() => void [...orders.orders.values()])).toBeGreaterThan(50)
  })
})
