import { gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { Market } from '../../shared/protocol/server-messages.ts'
import { market as marketSchema } from '../../shared/protocol/server-messages.ts'
import { list, newId } from '../support/builders/wares.ts'
import { type Client, join, joinSeller } from '../support/drivers/client.ts'
import { FeedClient } from '../support/drivers/feed.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** Lists so many products that the market is larger than a message may be. */
async function fill(seller: Client<'/seller'>): Promise<void> {
  const description = '€'.repeat(4_000)
  await Promise.all(Array.from({ length: 24 }, () => list(seller, { description, stock: 3 })))
}

test('[G7] a market over 256 KB is fetched, and followed from there without a reset', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  await fill(seller)
  const buyer = await join(market, '/')
  expect(buyer.stream.mustFetch).toBe(true)
  const answer = await get(`${market.url}/api/market`)
  const body = answer.json() as Market
  expect(marketSchema.parse(body)).toEqual(body)
  expect(body.products).toHaveLength(24)
  const { seq } = await seller.ok('product:restock', { id: newId(), productId: 1, quantity: 4 })
  buyer.fetched(body)
  const mark = buyer.heard.length
  await buyer.reconnect()
  expect(buyer.heard.slice(mark).filter(({ event }) => event !== 'sales:pace')).toEqual([
    { event: 'session:opened', payload: expect.anything() },
    { event: 'market:changed', payload: { epoch: body.epoch, from: body.seq, seq, stock: [[1, 7]] } },
  ])
  expect(buyer.stock(1)).toBe(7)
})

test('[G7] a seller’s fetch of the market has hidden products, and nobody else’s does', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const hidden = await list(seller, { name: 'Secret', status: 'hidden' })
  await fill(seller)
  const url = `${market.url}/api/market?for=seller`
  const guest = await join(market, '/')
  for (const headers of [{}, { authorization: `Bearer ${guest.stream.token}` }]) {
    expect(await get(url, headers)).toMatchObject({ status: 403 })
  }
  const answer = await get(url, { authorization: `Bearer ${operatorToken}` })
  expect((answer.json() as Market).products).toContainEqual(hidden)
  expect(answer.headers['cache-control']).toContain('private')
  const everybodys = (await get(`${market.url}/api/market`)).json() as Market
  expect(everybodys.products.map(({ id }) => id)).not.toContain(hidden.id)
})

test('[G7] the feed of a large market says fetch, and resumes from what was fetched', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  await fill(seller)
  const feed = await new FeedClient(market).connect()
  expect(feed.stream.mustFetch).toBe(true)
  feed.leave()
  await feed.until(() => !feed.stream.isReady)
  feed.stream.fetched((await get(`${market.url}/api/market`)).json() as Market)
  await feed.connect()
  const { seq } = await seller.ok('product:restock', { id: newId(), productId: 2, quantity: 1 })
  await feed.until(() => feed.stream.view?.seq === seq)
  expect(feed.stream.view?.products.get(2)?.stock).toBe(4)
})

test('[market] GET /api/market is compressed, has an ETag of epoch and seq, and answers 304 if that matches', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  await fill(seller)
  const plain = await get(`${market.url}/api/market`)
  const { epoch, seq } = plain.json() as Market
  expect(plain.headers).toMatchObject({ etag: `"${epoch}:${seq}"`, vary: expect.stringMatching(/encoding/i) })
  const zipped = await get(`${market.url}/api/market`, { 'accept-encoding': 'gzip' })
  expect(zipped.headers).toMatchObject({ etag: plain.headers.etag, 'content-encoding': 'gzip' })
  expect(gunzipSync(zipped.body).equals(plain.body)).toBe(true)
  expect(zipped.body.length).toBeLessThan(plain.body.length / 4)
  for (const tag of [`"${epoch}:${seq}"`, `W/"${epoch}:${seq}"`, `"x", "${epoch}:${seq}"`]) {
    const known = await get(`${market.url}/api/market`, { 'if-none-match': tag })
    expect([tag, known.status, known.body.length]).toEqual([tag, 304, 0])
  }
  const other = await get(`${market.url}/api/market`, { 'if-none-match': `"${epoch}:${seq - 1}"` })
  expect(other.status).toBe(200)
})

test('[market] GET /api/market is encoded at most once in its caching time, however many request it', async () => {
  const market = await MarketServer.start({ bounds: { broadcast: { pageDistanceMs: 600_000 } } })
  const seller = await joinSeller(market)
  const product = await list(seller)
  const first = await get(`${market.url}/api/market`)
  await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 1 })
  const others = await Promise.all(Array.from({ length: 10 }, () => get(`${market.url}/api/market`)))
  for (const { body } of others) expect(body.equals(first.body)).toBe(true)
})

test('[market] GET /api/market is never older than its caching time', async () => {
  const market = await MarketServer.start({ bounds: { broadcast: { pageDistanceMs: 0 } } })
  const seller = await joinSeller(market)
  const product = await list(seller)
  await get(`${market.url}/api/market`)
  const { seq } = await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 1 })
  const body = (await get(`${market.url}/api/market`)).json() as Market
  expect(body.seq).toBe(seq)
  expect(body.products[0]!.stock).toBe(21)
})

test('[G7] two namespaces on one connection each follow the market', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const display = await RawEngine.join(market, '/')
  await display.enter('/board')
  const { seq } = await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 1 })
  const change = { seq, stock: [[product.id, 21]] }
  for (const namespace of ['/', '/board']) {
    await display.until(() => display.events('market:changed', namespace).length > 0)
    expect(display.events('market:changed', namespace)).toEqual([expect.objectContaining(change)])
  }
})
