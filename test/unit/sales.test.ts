import { expect, test } from 'vitest'
import type { Entry } from '../../server/market/event.ts'
import { evolve } from '../../server/market/evolve.ts'
import { bucketsOf } from '../../server/stats/sales-buckets.ts'
import { SalesProjection } from '../../server/stats/sales-projection.ts'
import { ShopSales } from '../../server/stats/shop-sales.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { newMarket } from '../support/builders/new-market.ts'
import { randomHistory } from '../support/builders/random-history.ts'

test('[G14] the sums kept entry by entry equal a count of the state, for any history', () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const { entries } = randomHistory(seed, 300) as { entries: readonly Entry[] }
    const market = newMarket()
    const folded = new SalesProjection(market)
    for (const entry of entries) {
      evolve(market, entry)
      folded.add(entry)
    }
    const counted = new SalesProjection(market)
    const now = market.counters.at
    for (const shopId of market.shops.map.keys())
      for (const range of ['today', '7d', '30d', 'all'] as const) {
        const plain = (sales: SalesProjection) => {
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

test('[limits] the sales pace is kept only for the last minutes, however long a shop sells', () => {
  const shop = new ShopSales('UTC')
  for (let minute = 0; minute < 1_000; minute += 1)
    shop.add({ placedAt: minute * 60_000, total: 10, lines: [{ productId: 1, quantity: 2, unitPrice: 5 }] })
  expect(shop.pace(999 * 60_000).get(1)).toBe(2)
  expect(shop.pace(1_004 * 60_000).get(1)).toBe(1)
  expect(shop.pace(2_000 * 60_000).get(1)).toBeUndefined()
})

const at = (text: string): number => Date.parse(text)
const someOrder = (placedAt: number, total = 100) => ({
  placedAt,
  total,
  lines: [{ productId: 1, quantity: 2, unitPrice: total / 2 }],
})

/** A shop that sold once an hour, for this many hours. */
function soldHourly(timeZone: string, first: string, hours: number) {
  const shop = new ShopSales(timeZone)
  for (let hour = 0; hour < hours; hour += 1) shop.add(someOrder(at(first) + hour * 3_600_000))
  return shop
}

const allBuckets = (shop: ShopSales) => bucketsOf(shop.from(Number.NEGATIVE_INFINITY), shop.timeZone)

test('[G6] 3,100 hours in Los Angeles are grouped by its own days, including mornings', () => {
  const shop = soldHourly('America/Los_Angeles', '2026-01-10T00:00:00Z', 3_100)
  const { bucketMs, buckets } = allBuckets(shop)
  expect(bucketMs).toBe(86_400_000)
  const days = new Map<string, number>()
  const written = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Los_Angeles' })
  for (let hour = 0; hour < 3_100; hour += 1) {
    const date = written.format(at('2026-01-10T00:00:00Z') + hour * 3_600_000)
    days.set(date, (days.get(date) ?? 0) + 1)
  }
  expect(buckets.map(({ at, orders }) => [written.format(at), orders])).toEqual([...days])
  // The day when clocks go forward has one hour less.
  expect(days.get('2026-03-08')).toBe(23)
  expect(new Date(buckets[1]!.at).toISOString()).toBe('2026-01-10T08:00:00.000Z')
})

test.each([
  ['Asia/Kolkata', 30],
  ['Asia/Kathmandu', 15],
  ['America/St_Johns', 30],
  ['Australia/Adelaide', 30],
  ['Europe/Berlin', 0],
])('[G6] many hours in %s start with the hours of its clocks', (timeZone, minutes) => {
  const shop = new ShopSales(timeZone)
  for (let quarter = 0; quarter < 3_200; quarter += 1)
    shop.add(someOrder(at('2026-01-10T00:00:00Z') + quarter * 900_000))
  const { bucketMs, buckets } = allBuckets(shop)
  expect(bucketMs).toBe(3_600_000)
  const clock = new Intl.DateTimeFormat('en', { timeZone, minute: 'numeric' })
  expect(new Set(buckets.slice(1).map(({ at }) => clock.format(at)))).toEqual(new Set(['0']))
  expect(buckets.slice(1, -1).every(({ orders }) => orders === 4)).toBe(true)
  expect((buckets[1]!.at / 60_000) % 60).toBe(minutes)
})

test('[G6] on days of clock changes, hours are those of the local clock, each once', () => {
  const shop = new ShopSales('Australia/Lord_Howe')
  for (let quarter = 0; quarter < 3_200; quarter += 1)
    shop.add(someOrder(at('2026-03-10T00:00:00Z') + quarter * 900_000))
  const { buckets } = allBuckets(shop)
  // At 02:00 clocks go back to 01:30: that half hour is an hour of its own.
  const around = buckets.filter(
    ({ at: start }) => start > at('2026-04-04T13:30:00Z') && start < at('2026-04-04T17:00:00Z'),
  )
  expect(around.map(({ at, orders }) => [new Date(at).toISOString().slice(11, 16), orders])).toEqual([
    ['14:00', 4],
    ['15:00', 2],
    ['15:30', 4],
    ['16:30', 4],
  ])
})

test('[G6] all buckets add up to the totals, in any zone and for histories of any length', () => {
  const zones = Intl.supportedValuesOf('timeZone')
  for (const [index, timeZone] of zones.entries()) {
    const random = seededRandom(index + 1)
    const shop = new ShopSales(timeZone)
    const spanMs = random.pick([3_600_000, 30 * 86_400_000, 20 * 365 * 86_400_000])
    const orders = Array.from({ length: 200 }, () =>
      someOrder(at('2011-12-20T00:00:00Z') + random.integer(0, spanMs), 2 * random.integer(1, 500)),
    )
    for (const order of orders) shop.add(order)
    for (const order of orders.slice(0, 20)) shop.remove(order)
    const expected = orders.slice(20).reduce((total, order) => total + order.total, 0)
    const sumOf = () => allBuckets(shop).buckets.reduce((total, { revenue }) => total + revenue, 0)
    expect([timeZone, sumOf()]).toEqual([timeZone, expected])
    shop.moveTo(zones[(index * 7) % zones.length]!)
    expect(sumOf()).toBe(expected)
    const { buckets } = allBuckets(shop)
    expect(buckets).toEqual([...buckets].sort((one, other) => one.at - other.at))
  }
})

test('[G6] after a change of time zone, a shop’s figures are those of the new zone from the start', () => {
  const moved = soldHourly('America/Los_Angeles', '2026-01-10T00:00:00Z', 500)
  moved.moveTo('Asia/Kolkata')
  expect(allBuckets(moved)).toEqual(allBuckets(soldHourly('Asia/Kolkata', '2026-01-10T00:00:00Z', 500)))
})

test('[limits] today’s figures cost the same after ten years as on the first day', () => {
  const placesRead = (hours: number): number => {
    const shop = soldHourly('Europe/Berlin', '2016-01-01T00:00:00Z', hours)
    const today = shop.dayOf(at('2016-01-01T00:00:00Z') + hours * 3_600_000)
    return shop.from(today).reduce((sum, [, { quarters }]) => sum + quarters.size, 0)
  }
  expect(placesRead(24 * 3_650)).toBeLessThanOrEqual(placesRead(24) + 1)
})
