import { afterEach, expect, test } from 'vitest'
import type { MarketChanged } from '../../shared/protocol/server-messages.ts'
import type { Product } from '../../shared/protocol/shapes.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { type Client, join, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { FeedClient } from '../support/drivers/feed.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { RawEngine } from '../support/drivers/raw-engine.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** How many messages of a kind have been encoded. */
async function encodings(market: MarketServer, event: string): Promise<number> {
  const { body } = await get(`${market.url}/metrics`)
  const line = new RegExp(`^souk_broadcast_encodings_total{event="${event}"} (\\d+)$`, 'm').exec(
    body.toString(),
  )
  return Number(line?.[1] ?? 0)
}

const endless = 600_000
const quietBeats = { bounds: { broadcast: { heartbeatMs: endless } } }

test('[broadcast] a change is encoded once a tick for 100 clients in step', async () => {
  const market = await MarketServer.start(quietBeats)
  const seller = await joinSeller(market, { watch: false })
  const { id: productId } = await list(seller)
  const buyers = await joinBuyers(market, 100)
  const before = await encodings(market, 'market:changed')
  const turns = 5
  for (let turn = 0; turn < turns; turn += 1) {
    const { seq } = await seller.ok('product:restock', { id: newId(), productId, quantity: 1 })
    await Promise.all(buyers.map((buyer) => buyer.until(() => buyer.seq === seq)))
  }
  expect((await encodings(market, 'market:changed')) - before).toBe(turns)
})

test('[broadcast] a whole market is encoded once for all clients that join at the same seq', async () => {
  const market = await MarketServer.start(quietBeats)
  await list(await joinSeller(market))
  const before = await encodings(market, 'market:reset')
  await joinBuyers(market, 50)
  expect((await encodings(market, 'market:reset')) - before).toBe(1)
})

const paceOf = ({ heard }: Pick<Client<'/'>, 'heard'>): unknown =>
  heard.findLast(({ event }) => event === 'sales:pace')?.payload

test('[broadcast] how much was sold within the last minute is known at once, to buyers, boards and after a restart', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market), { stock: 500 })
  const buyer = await join(market, '/')
  await buyer.until(() => paceOf(buyer) !== undefined)
  expect(paceOf(buyer)).toEqual({ windowMs: 60_000, units: 0, shops: [] })
  await buyer.ok('purchase:create', purchase(product, 3))
  const sold = { windowMs: 60_000, units: 3, shops: [[product.shopId, 3]] }
  await buyer.until(() => (paceOf(buyer) as { units: number }).units === 3, 'the news')
  await market.restart()
  const board = await join(market, '/board')
  await board.until(() => paceOf(board) !== undefined)
  expect(paceOf(board)).toEqual(sold)
})

test('[broadcast] sales within a tick are one change with the last stock', async () => {
  const market = await MarketServer.start({ ...quietBeats, environment: { SOUK_LIMITS: 'off' } })
  const product = await list(await joinSeller(market), { stock: 500 })
  const [watcher, ...buyers] = await joinBuyers(market, 6)
  const mark = watcher!.heard.length
  await Promise.all(
    buyers.flatMap((buyer) =>
      Array.from({ length: 60 }, () => buyer.ok('purchase:create', purchase(product))),
    ),
  )
  await watcher!.until(() => watcher!.stock(product.id) === 200)
  expect(watcher!.heard.length - mark).toBeLessThan(60)
})

test('[broadcast] an order is encoded once for all of its buyer’s screens and all sellers', async () => {
  const market = await MarketServer.start(quietBeats)
  const sellers = await Promise.all(Array.from({ length: 5 }, () => joinSeller(market)))
  const product = await list(sellers[0]!)
  const buyer = await join(market, '/')
  const token = buyer.stream.token!
  const screens = await Promise.all(Array.from({ length: 5 }, () => join(market, '/', { auth: { token } })))
  const { order } = await buyer.ok('purchase:create', purchase(product))
  const told: Client<'/' | '/seller'>[] = [...sellers, ...screens]
  await Promise.all(told.map((one) => one.until(() => one.stream.orders.has(order.id))))
  expect(await encodings(market, 'order:changed')).toBe(1)
})

/** Products whose every edit is a message of many kilobytes, so that an unread connection fills up. */
async function listHeavy(seller: Client<'/seller'>, count: number): Promise<Product[]> {
  const description = '€'.repeat(4_000)
  return Promise.all(Array.from({ length: count }, () => list(seller, { description })))
}

async function editAll(seller: Client<'/seller'>, products: readonly Product[], price: number) {
  const replies = await Promise.all(
    products.map(({ id }) => seller.ok('product:update', { id: newId(), productId: id, price })),
  )
  return Math.max(...replies.map(({ seq }) => seq))
}

test('[G8] a client that does not read has at most one undelivered change, and slows nobody down', async () => {
  const market = await MarketServer.start({
    environment: { SOUK_LIMITS: 'off' },
    bounds: {
      broadcast: { heartbeatMs: endless, stalledMsMax: endless, unsentBytesMax: 64 * 1024 * 1024 },
      socket: { pingIntervalMs: endless },
    },
  })
  const seller = await joinSeller(market, { watch: false })
  const hanging = await RawEngine.join(market)
  hanging.pause()
  const healthy = await RawEngine.join(market, '/board')
  const products = await listHeavy(seller, 40)
  const ends: number[] = []
  const lastSeq = (engine: RawEngine, namespace = '/'): number =>
    (engine.events('market:changed', namespace).at(-1) as MarketChanged | undefined)?.seq ?? 0
  for (let round = 0; round < 25; round += 1) {
    const seq = await editAll(seller, products, 1_000 + round)
    await healthy.until(() => lastSeq(healthy, '/board') === seq, `round ${round}`)
    ends.push(seq)
  }
  expect(healthy.events('market:changed', '/board').length).toBeGreaterThanOrEqual(ends.length)
  hanging.resume()
  await hanging.until(() => lastSeq(hanging) === ends.at(-1))
  const changes = hanging.events('market:changed') as MarketChanged[]
  for (const [index, { from }] of changes.entries()) {
    if (index > 0) expect(from).toBe(changes[index - 1]!.seq)
  }
  const roundsIn = ({ from, seq }: MarketChanged): number =>
    ends.filter((end) => from < end && end <= seq).length
  const merged = changes.filter((change) => roundsIn(change) > 1)
  expect(merged).toEqual([changes.at(-1)])
  expect(roundsIn(changes.at(-1)!)).toBeGreaterThan(3)
})

test('[G8] a client that reads nothing for too long is cut off, and catches up by changes', async () => {
  const market = await MarketServer.start({
    environment: { SOUK_LIMITS: 'off' },
    bounds: {
      broadcast: { heartbeatMs: 200, stalledMsMax: 300, unsentBytesMax: 64 * 1024 * 1024 },
      socket: { pingIntervalMs: endless },
    },
  })
  const seller = await joinSeller(market, { watch: false })
  const [buyer, bystander] = await joinBuyers(market, 2)
  const feed = await new FeedClient(market).connect()
  const products = await listHeavy(seller, 20)
  await Promise.all([buyer!, feed].map((one) => one.until(() => one.stream.view!.products.size === 20)))
  const { epoch, seq } = buyer!.view!
  const { opened, token } = buyer!.stream
  buyer!.leave()
  const hanging = await RawEngine.open(market)
  hanging.send(`40${JSON.stringify({ token, epoch, seq })}`)
  await hanging.until(() => hanging.events('session:opened').length === 1)
  hanging.pause()
  feed.pause()
  const ended = (about: object): number =>
    market
      .logged('disconnected')
      .filter((line) => Object.entries(about).every(([key, value]) => line[key] === value)).length
  const cutOff = (): boolean =>
    ended({ namespace: '/feed' }) > 0 && ended({ session: opened!.session.id }) > 1
  for (let price = 1; !cutOff(); price += 1) {
    const last = await editAll(seller, products, price)
    await bystander!.until(() => bystander!.seq >= last)
  }
  hanging.resume()
  await hanging.end()
  await buyer!.reconnect()
  await feed.connect()
  expect(buyer!.view!.products).toEqual(bystander!.view!.products)
  expect(feed.stream.view!.products).toEqual(bystander!.view!.products)
  expect([buyer!.stream.resets, bystander!.stream.resets, feed.stream.resets]).toEqual([1, 1, 1])
})

test('[G8] a client that requests much and reads nothing is cut off when too much is unsent', async () => {
  const market = await MarketServer.start({
    environment: { SOUK_LIMITS: 'off' },
    bounds: { broadcast: { heartbeatMs: 200, stalledMsMax: endless }, socket: { pingIntervalMs: endless } },
  })
  const product = await list(await joinSeller(market), { stock: 10_000 })
  const asking = await RawEngine.join(market)
  const lines = Array.from({ length: 50 }, () => ({ productId: product.id, quantity: 1, unitPrice: 620 }))
  // The same order every time: each answer has all of its lines.
  const purchased = JSON.stringify({ id: newId(), lines })
  expect(await asking.ask('purchase:create', purchased)).toMatchObject({ ok: true })
  asking.pause()
  const bystander = await join(market, '/')
  const cutOff = () => market.logged('disconnected').length > 0
  // Thousands of these answers are far more than the system buffers.
  for (let asked = 0; asked < 1_000 && !cutOff(); asked += 1) {
    asking.send(...Array.from({ length: 20 }, () => `427["purchase:create",${purchased}]`))
    await bystander.ok('order:list', {})
  }
  expect(cutOff()).toBe(true)
  asking.resume()
  await asking.end()
  expect(bystander.socket.connected).toBe(true)
})

test('[G6] a client that connects right after a reply sees what it acknowledged, while the market sells', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  for (let turn = 1; turn <= 10; turn += 1) {
    const product = await list(seller)
    const late = await join(market, '/')
    expect(late.view?.products.has(product.id)).toBe(true)
    late.leave()
  }
})
