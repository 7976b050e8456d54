import { afterEach, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { dial, join, joinSeller } from '../support/drivers/client.ts'
import { firstSecondOfDrop, hallBuysAtOnce, tillFulfils } from '../support/drivers/honest-load.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { LightBuyer } from '../support/drivers/light-buyer.ts'
import { MarketServer, type Setting } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const minuteMs = 60_000

/** A market with the default limits, on a clock that the test sets forward, and a free product. */
async function limited(setting: Setting = {}) {
  const clock = new ShiftedClock()
  const market = await MarketServer.start({ ...setting, world: { clock } })
  const seller = await joinSeller(market, { watch: false })
  const product = await list(seller, { stock: 100_000, price: 0 })
  return { market, clock, seller, product }
}

/** So high that only the rates are reached. */
const manyOpen = { bounds: { market: { openOrdersPerGuestMax: 1_000 } } }

test('[G13] a guest can place 30 orders at once and then one a minute, and is told when', async () => {
  const { market, clock, product } = await limited(manyOpen)
  const buyer = await join(market, '/', { auth: { watch: false } })
  for (let turn = 0; turn < 30; turn += 1) await buyer.ok('purchase:create', purchase(product))
  const command = purchase(product)
  const refusal = await buyer.refused('purchase:create', command)
  expect(refusal).toMatchObject({ code: 'too_many_requests', limit: 'orders' })
  const { retryAfterMs } = refusal as { retryAfterMs: number }
  expect(retryAfterMs).toBeGreaterThan(10_000)
  expect(retryAfterMs).toBeLessThanOrEqual(minuteMs + 1)
  clock.skip(retryAfterMs)
  const { order } = await buyer.ok('purchase:create', command)
  expect(order.id).toBe(command.id)
})

test('[G9] a known id, and a copy of a command in progress, is answered even over the limit', async () => {
  const { market, product } = await limited(manyOpen)
  const buyer = await join(market, '/', { auth: { watch: false } })
  const command = purchase(product)
  const copies = await Promise.all(Array.from({ length: 100 }, () => buyer.ok('purchase:create', command)))
  expect(new Set(copies.map(({ seq }) => seq)).size).toBe(1)
  for (let turn = 0; turn < 29; turn += 1) await buyer.ok('purchase:create', purchase(product))
  expect(await buyer.refused('purchase:create', purchase(product))).toMatchObject({ limit: 'orders' })
  expect(await buyer.ok('purchase:create', command)).toMatchObject({ seq: copies[0]!.seq })
})

test('[G13] refusals do not count: a guest who asked for sold-out products may still buy', async () => {
  const { market, seller, product } = await limited()
  const gone = await list(seller, { stock: 0 })
  const buyer = await join(market, '/', { auth: { watch: false } })
  for (let turn = 0; turn < 100; turn += 1)
    expect(await buyer.refused('purchase:create', purchase(gone))).toMatchObject({ code: 'out_of_stock' })
  await buyer.ok('purchase:create', purchase(product))
})

test('[G13] a guest has at most 20 open orders at one shop, and can order again after a pickup', async () => {
  const { market, seller, product } = await limited()
  const buyer = await join(market, '/', { auth: { watch: false } })
  const { order } = await buyer.ok('purchase:create', purchase(product))
  for (let turn = 1; turn < 20; turn += 1) await buyer.ok('purchase:create', purchase(product))
  expect(await buyer.refused('purchase:create', purchase(product))).toEqual({
    code: 'too_many_open_orders',
    message: expect.stringContaining('orders waiting'),
    shopId: 1,
    open: 20,
    max: 20,
  })
  await market.restart()
  await buyer.ready()
  expect(await buyer.refused('purchase:create', purchase(product))).toMatchObject({ open: 20 })
  await seller.ready()
  await seller.ok('order:fulfil', { id: newId(), orderId: order.id })
  await buyer.ok('purchase:create', purchase(product))
})

test('[G13] 50 guests of one address who order and cancel reach a limit, and others still buy', async () => {
  const { market, clock, product } = await limited({ environment: { SOUK_TRUST_PROXY: '1' } })
  const guests = await Promise.all(Array.from({ length: 50 }, () => LightBuyer.join(market)))
  let accepted = 0
  const churn = async (guest: LightBuyer): Promise<void> => {
    for (let turn = 0; turn < 60; turn += 1) {
      const command = purchase(product)
      if ((await guest.buy(command))?.ok) accepted += 1
      await guest.ask('order:cancel', { id: newId(), orderId: command.id })
    }
  }
  await Promise.all(guests.map(churn))
  // A few more, since this takes some time.
  expect(accepted).toBeGreaterThanOrEqual(750)
  expect(accepted).toBeLessThan(770)
  clock.skip(minuteMs)
  await Promise.all(guests.map(churn))
  expect(accepted).toBeLessThan(800)
  const elsewhere = await LightBuyer.join(market, { headers: { 'x-forwarded-for': '198.51.100.9' } })
  expect(await elsewhere.buy(purchase(product))).toMatchObject({ ok: true })
  const { orders, ordersStanding } = market.core.market.counters
  expect(orders - ordersStanding).toBeLessThan(170)
})

test('[G13] SOUK_NEW_GUESTS limits the first orders of an address, not those of guests who ordered before', async () => {
  const { market, clock, product } = await limited({
    environment: { SOUK_NEW_GUESTS: '20', SOUK_TRUST_PROXY: '1' },
  })
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
  const { orders, refused } = await hallBuysAtOnce(market, product, { buyers: 50, ...from('198.51.100.1') })
  expect(orders).toHaveLength(20)
  expect(refused).toEqual({ too_many_requests: 30 })
  const other = await hallBuysAtOnce(market, product, { buyers: 5, ...from('2001:db8:1::1') })
  expect(other.refused).toEqual({})
  const known = await LightBuyer.join(market, from('198.51.100.1'))
  expect(await known.buy(purchase(product))).toMatchObject({ error: { limit: 'new_guests' } })
  clock.skip(3 * minuteMs)
  expect(await known.buy(purchase(product))).toMatchObject({ ok: true })
  expect(await known.buy(purchase(product))).toMatchObject({ ok: true })
})

test('[G13] an address opens a limited number of guest sessions, and its known guests still connect', async () => {
  const { market } = await limited({ bounds: { rates: { guestSessionsPerAddressPerHour: 3 } } })
  const known = await join(market, '/', { auth: { watch: false } })
  await LightBuyer.join(market)
  const page = { method: 'POST', headers: { origin: market.url } }
  const last = await fetch(`${market.url}/api/session`, page)
  expect(last.status).toBe(200)
  const refused = await fetch(`${market.url}/api/session`, page)
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({
    error: { code: 'too_many_requests', retryAfterMs: expect.any(Number) },
  })
  const { data } = await dial(market, '/').refusal()
  expect(data).toMatchObject({ code: 'too_many_requests', retryAfterMs: expect.any(Number) })
  const browser = await dial(market, '/', { headers: { origin: market.url } }).refusal()
  expect(browser.data).toMatchObject({ code: 'too_many_requests' })
  await known.reconnect()
})

test('[G13] honest load meets no limit: a hall that buys and cancels, a drop, a till', async () => {
  const { market, clock, product } = await limited()
  const hall = await hallBuysAtOnce(market, product)
  expect(hall.refused).toEqual({})
  clock.skip(60 * minuteMs)
  const drop = await firstSecondOfDrop(market, product)
  expect(drop.refused).toEqual({})
  clock.skip(60 * minuteMs)
  const till = await tillFulfils(market, product, { minutes: 30, pass: (ms) => clock.skip(ms) })
  expect(till.refused).toEqual({})
})

test('[G13] cancelled orders do not count, and a full market refuses only new orders', async () => {
  const { market, seller, product } = await limited({
    environment: { SOUK_ORDERS_MAX: '3', SOUK_LIMITS: 'off' },
  })
  const buyer = await join(market, '/', { auth: { watch: false } })
  for (let turn = 0; turn < 20; turn += 1) {
    const { order } = await buyer.ok('purchase:create', purchase(product))
    await buyer.ok('order:cancel', { id: newId(), orderId: order.id })
  }
  const orders = []
  for (let turn = 0; turn < 3; turn += 1)
    orders.push((await buyer.ok('purchase:create', purchase(product))).order)
  const full = { code: 'market_full', message: expect.any(String), full: 'orders', max: 3 }
  expect(await buyer.refused('purchase:create', purchase(product))).toEqual(full)
  await seller.ok('order:fulfil', { id: newId(), orderId: orders[0]!.id })
  expect(await buyer.refused('purchase:create', purchase(product))).toEqual(full)
  await buyer.ok('order:cancel', { id: newId(), orderId: orders[1]!.id })
  await buyer.ok('purchase:create', purchase(product))
  await market.restart({ environment: { SOUK_ORDERS_MAX: '1' } })
  await buyer.ready()
  expect(await buyer.refused('purchase:create', purchase(product))).toMatchObject({ max: 1 })
})
