import { afterEach, expect, test } from 'vitest'
import { png } from '../support/builders/pictures.ts'
import { bread, list, newId, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { FeedClient } from '../support/drivers/feed.ts'
import { ask, get, post } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { bearer } from '../support/drivers/people.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** A market of some 80 KB, which a connection may get twice, and an address as often as the test sets. */
async function given(marketsPerAddress = 100) {
  const market = await MarketServer.start({
    bounds: {
      rates: {
        outputBytesPerConnectionPerMinute: 150_000,
        outputBytesPerAddressPerMinute: marketsPerAddress * 80_000,
        fileBytesPerAddressPerMinute: 10_000,
      },
    },
  })
  const seller = await joinSeller(market)
  const description = 'x'.repeat(3_900)
  const products = await Promise.all(
    Array.from({ length: 20 }, () => list(seller, { description, stock: 100 })),
  )
  return { market, seller, product: products[0]! }
}

/** Leaves the namespace and joins it again; returns what it is sent of the market. */
async function rejoin(client: RawEngine, market: { url: string }, auth: object = {}): Promise<object> {
  const before = client.frames.length
  client.send('41')
  await get(`${market.url}/healthz`)
  client.send(`40${JSON.stringify(auth)}`)
  const told = (): string | undefined =>
    client.frames.slice(before).find((frame) => /^42\["market:/.test(frame))
  await client.until(() => told() !== undefined, 'something about the market')
  return (JSON.parse(told()!.slice(2)) as [string, object])[1]
}

test('[G13] a connection that used up its share is told to fetch the market, and others are still sent it', async () => {
  const { market } = await given()
  const client = await RawEngine.join(market)
  expect(await rejoin(client, market)).toHaveProperty('products')
  const told = await rejoin(client, market)
  expect(told).toEqual({ epoch: expect.any(String), seq: expect.any(Number), fetch: true })
  const other = await join(market, '/')
  expect(other.view?.products.size).toBe(20)
})

test('[G13] such a connection still gets a few changes and buys, but gets no large answers', async () => {
  const { market, seller, product } = await given()
  const client = await RawEngine.join(market)
  for (let turn = 0; turn < 2; turn += 1) await rejoin(client, market)
  const { epoch, seq } = market.core.market.counters
  await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 1 })
  expect(await rejoin(client, market, { epoch, seq })).toMatchObject({
    from: seq,
    stock: [[product.id, 101]],
  })
  expect(await client.ask('order:list', '{}')).toMatchObject({
    error: { code: 'too_many_requests', retryAfterMs: expect.any(Number) },
  })
  expect(await client.ask('purchase:create', JSON.stringify(purchase(product)))).toMatchObject({ ok: true })
})

test('[G13] long lists count towards the share', async () => {
  const { market, product } = await given()
  const buyer = await join(market, '/', { auth: { watch: false } })
  for (let turn = 0; turn < 20; turn += 1) await buyer.ok('purchase:create', purchase(product))
  let answered = 0
  for (let turn = 0; turn < 100; turn += 1) {
    const { ok } = await buyer.request('order:list', {})
    if (ok) answered += 1
  }
  expect(answered).toBeGreaterThan(5)
  expect(answered).toBeLessThan(50)
})

test('[G13] an address that used up its share gets no market by any route; it still buys, and others see everything', async () => {
  const { market, product } = await given(5)
  const buyer = await join(market, '/', { auth: { watch: false } })
  const clients = [1, 2, 3].map(() => RawEngine.join(market).then((client) => rejoin(client, market)))
  await Promise.all(clients)
  const refused = await get(`${market.url}/api/market`)
  expect(refused.status).toBe(429)
  expect(JSON.parse(refused.body.toString())).toMatchObject({
    error: { code: 'too_many_requests', retryAfterMs: expect.any(Number) },
  })
  await expect(new FeedClient(market).connect()).rejects.toThrow('429')
  const late = await RawEngine.open(market)
  late.send('40')
  await late.until(() => late.events('market:reset').length > 0)
  expect(late.events('market:reset')[0]).toMatchObject({ fetch: true })
  await buyer.ok('purchase:create', purchase(product))
  expect((await post(`${market.url}/api/session`)).status).toBe(200)
  for (const path of ['/healthz', '/readyz', '/metrics'])
    expect((await get(`${market.url}${path}`)).status).toBe(200)
})

test('[G13] pages and pictures have a share of their own', async () => {
  const { market } = await given()
  const image = await ask(`${market.url}/api/images`, {
    method: 'POST',
    headers: bearer({ token: operatorToken }),
    body: png(20, 10),
  })
  const { hash } = image.json() as { hash: string }
  const statuses: number[] = []
  for (let turn = 0; turn < 40; turn += 1) statuses.push((await get(`${market.url}/images/${hash}`)).status)
  expect(new Set(statuses.slice(0, 5))).toEqual(new Set([200]))
  expect(statuses.at(-1)).toBe(429)
  expect((await get(`${market.url}/api/market`)).status).toBe(200)
})

test('[G13] the streams of a session are bounded: one more closes its oldest', async () => {
  const market = await MarketServer.start({ bounds: { socket: { streamsPerSessionMax: 3 } } })
  const first = await join(market, '/')
  const token = first.stream.token!
  const others = []
  for (let turn = 0; turn < 2; turn += 1) others.push(await RawEngine.join(market, '/', { token }))
  const last = await RawEngine.join(market, '/', { token })
  await expect.poll(() => market.core.broadcaster.connections).toBeLessThanOrEqual(4)
  expect(last.closed).toBeNull()
  for (const other of others) expect(other.closed).toBeNull()
  const sellers = await Promise.all(Array.from({ length: 5 }, () => joinSeller(market)))
  expect(sellers.every(({ socket }) => socket.connected)).toBe(true)
  await sellers[0]!.ok('product:create', bread())
})
