import { expect, test } from 'vitest'
import type { Entry } from '../../server/market/event.ts'
import { evolve } from '../../server/market/evolve.ts'
import { emptyMarket } from '../../server/market/state.ts'
import { MarketSales } from '../../server/stats/market-sales.ts'
import { ShopSales } from '../../server/stats/shop-sales.ts'
import { randomHistory } from '../support/random-history.ts'

test('[G14] folding entry by entry and counting what is there come to the same, for any history', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const { entries } = randomHistory(seed, 300) as { entries: readonly Entry[] }
    const market = emptyMarket()
    const folded = new MarketSales(market)
    for (const entry of entries) {
      evolve(market, entry)
      folded.add(entry)
    }
    const counted = new MarketSales(market)
    const now = market.counters.at
    for (const shopId of market.shops.map.keys())
      for (const range of ['today', '7d', '30d', 'all'] as const) {
        const plain = (sales: MarketSales) => {
          const { products, ...others } = sales.of(shopId, range, now)
          const sorted = products
            .map(({ productId, units, revenue }) => ({ productId, units, revenue }))
            .sort((one, other) => one.productId - other.productId)
          return { ...others, products: sorted }
        }
        expect(plain(folded), `seed ${seed}`).toEqual(plain(counted))
      }
  }
})

test('[limits] only the last minutes’ pace is kept, however long a shop sells', () => {
  const shop = new ShopSales()
  for (let minute = 0; minute < 1_000; minute += 1)
    shop.add({ placedAt: minute * 60_000, total: 10, lines: [{ productId: 1, quantity: 2, unitPrice: 5 }] })
  expect(shop.pace(999 * 60_000).get(1)).toBe(2)
  expect(shop.pace(1_004 * 60_000).get(1)).toBe(1)
  expect(shop.pace(2_000 * 60_000).get(1)).toBeUndefined()
})
