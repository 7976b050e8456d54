import { afterEach, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { join, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { FeedClient } from '../support/drivers/feed.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { MarketServer } from '../support/drivers/server.ts'
import { MarketProcess } from '../support/drivers/server-process.ts'

afterEach(leaveNothing)

/** So high that only the limits per second are reached. */
const manyOrders = { ordersPerGuestAtOnce: 1_000, ordersPerGuestPerHour: 100_000 }

const tooMany = {
  ok: false,
  error: {
    code: 'too_many_requests',
    message: expect.any(String),
    retryAfterMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= 1_000),
  },
}

test('[G13] a flooding session is told to slow down while another buys, and loses nothing when it tries again', async () => {
  const market = await MarketServer.start({
    bounds: {
      rates: { commandsPerSessionPerSecond: 20, ...manyOrders },
      market: { openOrdersPerGuestMax: 1_000 },
    },
  })
  const product = await list(await joinSeller(market), { stock: 1_000 })
  const [flooder, honest] = await joinBuyers(market, 2)
  const commands = Array.from({ length: 80 }, () => purchase(product))
  const flood = Promise.all(commands.map((command) => flooder!.request('purchase:create', command)))
  for (let turn = 0; turn < 15; turn += 1) await honest!.ok('purchase:create', purchase(product))
  const answers = await flood
  const refused = answers.filter(({ ok }) => !ok)
  expect(refused.length).toBeGreaterThan(30)
  expect(refused).toEqual(refused.map(() => tooMany))
  const last = commands.at(-1)!
  expect(await flooder!.requestUntilKnown('purchase:create', last)).toMatchObject({ order: { id: last.id } })
})

test('[G13] a session that ignores its rate limit is cut off with all its connections', async () => {
  const market = await MarketServer.start({
    bounds: { rates: { commandsPerSessionPerSecond: 20, eventsPerSessionBeforeCutOff: 100 } },
  })
  const product = await list(await joinSeller(market), { stock: 1_000 })
  const [flooder, honest] = await joinBuyers(market, 2)
  const ask = (): Promise<unknown> => flooder!.request('purchase:create', purchase(product))
  const answers = await Promise.allSettled(Array.from({ length: 400 }, ask))
  expect(answers.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0)
  await honest!.ok('purchase:create', purchase(product))
  expect(honest!.socket.connected).toBe(true)
})

test('[G13] the connections of a session share its rate, and queries have a rate of their own', async () => {
  const market = await MarketServer.start({
    bounds: { rates: { commandsPerSessionPerSecond: 5, queryPointsPerSessionPerSecond: 3 } },
  })
  const product = await list(await joinSeller(market))
  const first = await join(market, '/')
  const second = await join(market, '/', { auth: { token: first.stream.token! } })
  const answers = await Promise.all(
    [first, second, first, second, first, second, first, second].map((client) =>
      client.request('purchase:create', purchase(product)),
    ),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(5)
  const questions = await Promise.all(Array.from({ length: 5 }, () => first.request('order:list', {})))
  expect(questions.filter(({ ok }) => ok)).toHaveLength(3)
})

test('[G13] the rate is checked first: invalid and unknown events count too', async () => {
  const market = await MarketServer.start({
    bounds: { rates: { queryPointsPerSessionPerSecond: 4, commandsPerSessionPerSecond: 4 } },
  })
  const client = await RawEngine.join(market)
  const codes = async (event: string): Promise<unknown[]> => {
    const replies = await Promise.all(Array.from({ length: 6 }, () => client.ask(event, 'null')))
    return replies.map((reply) => (reply as { error: { code: string } }).error.code)
  }
  const expected = [...Array(4).fill('invalid'), ...Array(2).fill('too_many_requests')]
  expect(await codes('nothing')).toEqual(expected)
  expect(await codes('purchase:create')).toEqual(expected)
})

test('[G13] an address that sends HTTP requests or connects without end is told to slow down', async () => {
  const market = await MarketServer.start({
    bounds: { rates: { httpPerAddressPerTenSeconds: 3, connectionsPerAddressPerTenSeconds: 3 } },
  })
  const answers = []
  for (let turn = 0; turn < 4; turn += 1) answers.push(await get(`${market.url}/api/market`))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  expect(answers[3]!.json()).toEqual({
    error: {
      code: 'too_many_requests',
      message: expect.any(String),
      retryAfterMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= 10_000),
    },
  })
  for (let turn = 0; turn < 3; turn += 1) await RawEngine.open(market)
  await expect(RawEngine.open(market)).rejects.toThrow('400')
  await expect(new FeedClient(market).connect()).rejects.toThrow('429')
})

test('[G13] SOUK_LIMITS=off lifts the limits per client and address', async () => {
  const market = await MarketServer.start({
    environment: { SOUK_LIMITS: 'off' },
    bounds: {
      rates: {
        commandsPerSessionPerSecond: 1,
        queryPointsPerSessionPerSecond: 1,
        connectionsPerAddressPerTenSeconds: 1,
        httpPerAddressPerTenSeconds: 1,
      },
    },
  })
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  for (let turn = 0; turn < 5; turn += 1) {
    await buyer.ok('purchase:create', purchase(product))
    await buyer.ok('order:list', {})
    expect((await get(`${market.url}/healthz`)).status).toBe(200)
  }
})

test('[G13] a thousand honest buyers behind one address connect, fetch, buy and cancel within the limits', async () => {
  const market = await MarketProcess.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 1_000 })
  const pages = await Promise.all(Array.from({ length: 200 }, () => get(`${market.url}/api/market`)))
  expect(new Set(pages.map(({ status }) => status))).toEqual(new Set([200]))
  const buyers = await joinBuyers(market, 1_000)
  const orders = await Promise.all(buyers.map((buyer) => buyer.ok('purchase:create', purchase(product))))
  expect(new Set(orders.map(({ order }) => order.number)).size).toBe(1_000)
  await Promise.all(buyers.map((buyer) => buyer.until(() => buyer.stock(product.id) === 0)))
  const { order } = orders[999]!
  await buyers[999]!.ok('order:cancel', { id: newId(), orderId: order.id })
  await Promise.all(buyers.map((buyer) => buyer.until(() => buyer.stock(product.id) === 1)))
})

test('[G13] a connection that sends without end is cut off, unless the limits are lifted', async () => {
  for (const [limits, isCutOff] of [['on', true] as const, ['off', false] as const]) {
    const market = await MarketServer.start({
      environment: { SOUK_LIMITS: limits },
      bounds: { rates: { packetsPerConnectionPerSecond: 300 } },
    })
    const product = await list(await joinSeller(market))
    const buyer = await join(market, '/')
    const flooder = await RawEngine.join(market)
    flooder.send(...Array.from({ length: 1_000 }, () => '42["order:list",{}]'))
    await buyer.ok('purchase:create', purchase(product))
    if (isCutOff) await flooder.end()
    else expect(await flooder.ask('order:list', '{}')).toMatchObject({ ok: true })
    expect(flooder.closed !== null).toBe(isCutOff)
    expect(buyer.socket.connected).toBe(true)
  }
})

test('[G13] a few long messages cost as much as many short ones, and pings cost as well', async () => {
  const market = await MarketServer.start({
    bounds: { rates: { packetsPerConnectionPerSecond: 100 } },
  })
  const sender = await RawEngine.join(market)
  const long = `42["order:list",{"limit":${' '.repeat(60_000)}1}]`
  sender.send(...Array.from({ length: 20 }, () => long))
  await sender.end()
  const pinging = await RawEngine.join(market)
  pinging.ping(200)
  await pinging.end()
})
