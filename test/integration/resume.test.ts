import { afterEach, expect, test } from 'vitest'
import type { MarketChanged } from '../../shared/protocol/server-messages.ts'
import { advance } from '../support/builders/filling.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { type Client, join, joinSeller } from '../support/drivers/client.ts'
import { FeedClient } from '../support/drivers/feed.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** The messages that a client gets from here on, by event. */
function listen(client: { stream: Client<'/'>['stream'] }) {
  const mark = client.stream.heard.length
  return {
    /** Without what is told of the last minute, which comes when it likes. */
    events: () =>
      client.stream.heard
        .slice(mark)
        .map(({ event }) => event)
        .filter((event) => event !== 'sales:pace'),
    changes: () =>
      client.stream.heard
        .slice(mark)
        .filter(({ event }) => event === 'market:changed')
        .map(({ payload }) => payload as MarketChanged),
  }
}

test('[G7] a client that comes back with epoch and seq gets one change with everything that it missed', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const [sold, edited, removed] = [await list(seller), await list(seller), await list(seller)]
  const buyer = await join(market, '/')
  const before = buyer.seq
  buyer.leave()
  await seller.ok('product:restock', { id: newId(), productId: sold.id, quantity: 5 })
  await seller.ok('product:update', { id: newId(), productId: edited.id, price: 700 })
  await seller.ok('product:restock', { id: newId(), productId: edited.id, quantity: 1 })
  await seller.ok('product:delete', { id: newId(), productId: removed.id })
  const created = await list(seller, { name: 'Cake' })
  const { seq } = await seller.ok('shop:update', { id: newId(), pickupNote: 'At the back' })
  const heard = listen(buyer)
  await buyer.reconnect()
  expect(heard.events()).toEqual(['session:opened', 'market:changed'])
  expect(heard.changes()).toEqual([
    {
      epoch: buyer.view!.epoch,
      from: before,
      seq,
      stock: [[sold.id, 25]],
      products: [{ ...edited, price: 700, stock: 21, seq: expect.any(Number) }, created],
      removed: [removed.id],
      shops: [expect.objectContaining({ id: 1, pickupNote: 'At the back' })],
    },
  ])
  await seller.ok('product:restock', { id: newId(), productId: sold.id, quantity: 1 })
  await buyer.until(() => buyer.stock(sold.id) === 26)
  expect(heard.events()).toEqual(['session:opened', 'market:changed', 'market:changed'])
  expect(buyer.stream.resets).toBe(1)
})

test('[G7] if nothing changed, that change is empty', async () => {
  const market = await MarketServer.start()
  const buyer = await join(market, '/')
  const heard = listen(buyer)
  await buyer.reconnect()
  const { epoch, seq } = buyer.view!
  expect(heard.changes()).toEqual([{ epoch, from: seq, seq }])
  expect(buyer.stream.resets).toBe(1)
})

test('[G7] after a restart buyers, boards, sellers and feeds resume by changes, without a reset', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const hidden = await list(seller, { name: 'Secret', status: 'hidden' })
  const product = await list(seller, { stock: 100 })
  const buyers = await Promise.all(Array.from({ length: 20 }, () => join(market, '/')))
  const board = await join(market, '/board')
  const feed = await new FeedClient(market).connect()
  const everybody: { stream: Client<'/'>['stream'] }[] = [...buyers, board, seller, feed]
  for (let turn = 0; turn < 3; turn += 1) {
    await market.restart()
    await Promise.all([...buyers, board, seller].map((client) => client.ready()))
    await feed.connect()
    await seller.ok('product:restock', { id: newId(), productId: hidden.id, quantity: 1 })
    const { seq } = await buyers[turn]!.ok('purchase:create', purchase(product))
    await Promise.all(
      [...buyers, board, seller, feed].map((one) => one.until(() => one.stream.view?.seq === seq)),
    )
  }
  expect(everybody.map(({ stream }) => stream.resets)).toEqual(everybody.map(() => 1))
  expect(everybody.map(({ stream }) => stream.view!.products.get(product.id)?.stock)).toEqual(
    everybody.map(() => 97),
  )
  expect(seller.stock(hidden.id)).toBe(23)
  expect(buyers[0]!.stock(hidden.id)).toBeUndefined()
})

test('[G7] a client 10,000 entries behind resumes by changes, and 10,001 behind by a reset, also after a restart', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market))
  const [inReach, outOfReach, inReachLater, outOfReachLater] = await Promise.all(
    Array.from({ length: 4 }, () => join(market, '/')),
  )
  const at = inReach!.seq
  for (const client of [inReach!, outOfReach!, outOfReachLater!]) client.leave()
  await advance(market.core, product.id, 1)
  await inReachLater!.until(() => inReachLater!.seq === at + 1)
  inReachLater!.leave()
  await advance(market.core, product.id, 9_999)
  await inReach!.reconnect()
  expect(inReach!.stream.resets).toBe(1)
  await advance(market.core, product.id, 1)
  await outOfReach!.reconnect()
  expect(outOfReach!.stream.resets).toBe(2)
  await market.restart()
  await inReachLater!.reconnect()
  expect(inReachLater!.stream.resets).toBe(1)
  await outOfReachLater!.reconnect()
  expect(outOfReachLater!.stream.resets).toBe(2)
  for (const client of [inReachLater!, outOfReachLater!]) {
    expect(client.stock(product.id)).toBe(20 + 10_001)
    expect(client.seq).toBe(at + 10_001)
  }
})

test('[G7] a start from a snapshot resumes clients from before the snapshot', async () => {
  const market = await MarketServer.start({
    bounds: { snapshot: { entriesMin: 400, restFactor: 0 }, broadcast: { heartbeatMs: 100 } },
  })
  const seller = await joinSeller(market)
  const [product, removed] = [await list(seller), await list(seller)]
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(product, 3))
  await buyer.until(() => buyer.stock(product.id) === 17)
  buyer.leave()
  await seller.ok('product:delete', { id: newId(), productId: removed.id })
  await seller.ok('order:cancel', { id: newId(), orderId: order.id })
  await advance(market.core, product.id, 500)
  await expect.poll(() => market.logged('snapshot saved'), { timeout: 50_000 }).toHaveLength(1)
  await market.restart()
  expect(market.logged('the market is read').at(-1)?.snapshotSeq).toBeGreaterThan(400)
  await buyer.reconnect()
  expect(buyer.stream.resets).toBe(1)
  expect([...buyer.view!.products.keys()]).toEqual([product.id])
  expect(buyer.stock(product.id)).toBe(520)
})

test('[G7] an unknown epoch, a seq beyond the market’s, and an invalid seq are answered with a reset', async () => {
  const market = await MarketServer.start()
  const { view } = await join(market, '/')
  const { epoch, seq } = view!
  const claims = [
    { epoch: 'another', seq },
    { epoch, seq: seq + 1 },
    { epoch, seq: 2 ** 60 },
    { epoch, seq: -1 },
    { epoch, seq: 0.5 },
    { epoch },
    { seq },
    { epoch, seq: '1' },
    { epoch: 1, seq },
    { epoch: null, seq: null },
  ]
  for (const claim of claims) {
    const client = await join(market, '/', { auth: claim as { epoch?: string; seq?: number } })
    expect({ claim, resets: client.stream.resets }).toEqual({ claim, resets: 1 })
  }
})

test('[G7] in every stream each message continues the one before, and hides what its audience may not see', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 5 })
  const buyer = await join(market, '/')
  const board = await join(market, '/board')
  const feed = await new FeedClient(market).connect()
  const followers = [buyer, board, feed]
  const update = (status: 'hidden' | 'listed') =>
    seller.ok('product:update', { id: newId(), productId: product.id, status })
  const followed = async (seq: number): Promise<void> => {
    await Promise.all(followers.map((one) => one.until(() => one.stream.view?.seq === seq)))
  }
  await followed((await update('hidden')).seq)
  expect(followers.map(({ stream }) => stream.view!.products.has(product.id))).toEqual([false, false, false])
  await followed(
    (await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 2 })).seq,
  )
  await followed((await update('listed')).seq)
  expect(followers.map(({ stream }) => stream.view!.products.get(product.id)?.stock)).toEqual([7, 7, 7])
  await followed((await seller.ok('product:delete', { id: newId(), productId: product.id })).seq)
  await followed((await seller.ok('product:restore', { id: newId(), productId: product.id })).seq)
  expect(followers.map(({ stream }) => stream.view!.products.get(product.id)?.stock)).toEqual([7, 7, 7])
  expect(followers.map(({ stream }) => stream.resets)).toEqual([1, 1, 1])
})

test('[G7] a stream without changes gets keep-alive messages; a busy one does not need them', async () => {
  const market = await MarketServer.start({ bounds: { broadcast: { heartbeatMs: 100 } } })
  const buyer = await join(market, '/')
  const feed = await new FeedClient(market).connect()
  const heard = listen(buyer)
  const { epoch, seq } = buyer.view!
  await buyer.until(() => heard.changes().length >= 3)
  await feed.until(() => feed.stream.heard.filter(({ event }) => event === 'market:changed').length >= 3)
  expect(heard.changes()[0]).toEqual({ epoch, from: seq, seq })
})

test('[G7] a client that wants no market gets none, and still gets its orders', async () => {
  const market = await MarketServer.start({ bounds: { broadcast: { heartbeatMs: 50 } } })
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  const program = await join(market, '/', { auth: { token: buyer.stream.token!, watch: false } })
  const { order } = await buyer.ok('purchase:create', purchase(product))
  await program.until(() => program.stream.orders.has(order.id))
  await buyer.until(() => buyer.stock(product.id) === 19)
  expect(new Set(program.heard.map(({ event }) => event))).toEqual(
    new Set(['session:opened', 'order:changed']),
  )
})
