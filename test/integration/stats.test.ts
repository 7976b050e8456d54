import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../server/os/system.ts'
import type { SalesStats } from '../../shared/protocol/shapes.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { inviteSeller, joinShopOf } from '../support/drivers/people.ts'
import { MarketServer, tirelessBuyers } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const without = ({ range: _, timeZone: __, since: ___, bucketMs: ____, ...figures }: SalesStats) => figures

test('[G4] the figures count the orders that are not cancelled, and are the same after a restart', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const [bread, cake] = [await list(seller, { price: 620 }), await list(seller, { price: 300, name: 'Cake' })]
  const buyer = await join(market, '/')
  await buyer.ok('purchase:create', purchase(bread, 3))
  const { order: cancelled } = await buyer.ok('purchase:create', purchase(bread, 2))
  const { order: fulfilled } = await buyer.ok('purchase:create', purchase(cake, 1))
  await seller.ok('order:cancel', { id: newId(), orderId: cancelled.id })
  await seller.ok('order:fulfil', { id: newId(), orderId: fulfilled.id })
  const stats = without(await seller.ok('stats:get', { range: 'today' }))
  const bucket = { at: expect.any(Number), revenue: 2_160, orders: 2, units: 4 }
  expect(stats).toEqual({
    ok: true,
    shopId: 1,
    revenue: 2_160,
    orders: 2,
    units: 4,
    waiting: 1,
    buckets: [bucket],
    products: [
      { productId: bread.id, units: 3, revenue: 1_860, perMinute: 0.3 },
      { productId: cake.id, units: 1, revenue: 300, perMinute: 0.1 },
    ],
  })
  for (const range of ['7d', '30d', 'all'] as const)
    expect(without(await seller.ok('stats:get', { range }))).toEqual(stats)
  await market.restart()
  await seller.ready()
  expect(without(await seller.ok('stats:get', { range: 'today' }))).toEqual(stats)
  expect(market.logged('a handler threw')).toEqual([])
})

test('[G12] figures are sent to the shop’s seller, at most once a second, and to an operator who asked for them', async () => {
  const market = await MarketServer.start({ bounds: tirelessBuyers })
  const operator = await joinSeller(market)
  const own = await joinShopOf(market, await inviteSeller(market, 'amara@example.org', 'Own'))
  const other = await joinShopOf(market, await inviteSeller(market, 'ben@example.org', 'Other'))
  const bread = await list(own, { stock: 1_000 })
  const buyer = await join(market, '/')
  const toldTo = ({ heard }: typeof own) => heard.filter(({ event }) => event === 'stats:changed')
  const start = performance.now()
  for (let count = 0; count < 30; count += 1) await buyer.ok('purchase:create', purchase(bread))
  await own.until(
    () => toldTo(own).some(({ payload }) => (payload as SalesStats).orders === 30),
    'all thirty',
  )
  const seconds = (performance.now() - start) / 1_000
  expect(toldTo(own).length).toBeLessThanOrEqual(Math.ceil(seconds))
  expect(toldTo(other)).toEqual([])
  expect(toldTo(operator)).toEqual([])
  await operator.ok('stats:get', { range: 'today', shopId: bread.shopId })
  await buyer.ok('purchase:create', purchase(bread))
  await operator.until(() => toldTo(operator).length > 0, 'the operator is told')
  expect(toldTo(operator).at(-1)!.payload).toMatchObject({ shopId: bread.shopId, orders: 31 })
})

test('[G6] a day begins at the shop’s own midnight, and a cancellation leaves the day of the order', async () => {
  let now = Date.UTC(2026, 9, 24, 21, 50)
  const clock = { ...systemClock, now: () => now }
  const market = await MarketServer.start({ world: { clock } })
  const seller = await joinSeller(market)
  await seller.ok('shop:update', { id: newId(), timeZone: 'Europe/Berlin' })
  const bread = await list(seller, { price: 100 })
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(bread, 5))
  const orders = async (range: SalesStats['range']) => (await seller.ok('stats:get', { range })).orders
  expect([await orders('today'), await orders('7d')]).toEqual([1, 1])
  // In Berlin it is ten past midnight; that night the clocks go back.
  now = Date.UTC(2026, 9, 24, 22, 10)
  expect([await orders('today'), await orders('7d')]).toEqual([0, 1])
  await buyer.ok('purchase:create', purchase(bread, 1))
  now = Date.UTC(2026, 9, 25, 22, 30)
  expect([await orders('today'), await orders('7d')]).toEqual([1, 2])
  expect((await seller.ok('stats:get', { range: 'today' })).since).toBe(Date.UTC(2026, 9, 24, 22))
  now = Date.UTC(2026, 9, 25, 23, 30)
  expect((await seller.ok('stats:get', { range: 'today' })).since).toBe(Date.UTC(2026, 9, 25, 23))
  await seller.ok('order:cancel', { id: newId(), orderId: order.id })
  const week = await seller.ok('stats:get', { range: '7d' })
  expect(week.buckets).toEqual([{ at: Date.UTC(2026, 9, 24, 22), revenue: 100, orders: 1, units: 1 }])
})

test('[G6] after a change of time zone the figures use its days at once', async () => {
  let now = Date.UTC(2026, 3, 23, 21, 30)
  const clock = { ...systemClock, now: () => now }
  const market = await MarketServer.start({ world: { clock } })
  const seller = await joinSeller(market)
  await seller.ok('shop:update', { id: newId(), timeZone: 'UTC' })
  const bread = await list(seller, { price: 100 })
  const buyer = await join(market, '/')
  await buyer.ok('purchase:create', purchase(bread, 1))
  const today = () => seller.ok('stats:get', { range: 'today' })
  now = Date.UTC(2026, 3, 23, 22, 30)
  expect(await today()).toMatchObject({ orders: 1, timeZone: 'UTC', since: Date.UTC(2026, 3, 23) })
  // In Cairo it is half past one of the 24th, a day that began at one o'clock.
  await seller.ok('shop:update', { id: newId(), timeZone: 'Africa/Cairo' })
  expect(await today()).toMatchObject({
    orders: 0,
    timeZone: 'Africa/Cairo',
    since: Date.UTC(2026, 3, 23, 22),
  })
  await buyer.ok('purchase:create', purchase(bread, 1))
  const before = await today()
  expect(before.orders).toBe(1)
  await market.restart()
  await seller.ready()
  expect(await today()).toEqual(before)
})
