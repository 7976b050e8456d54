import { afterEach, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { bread, list, newId, purchase } from '../support/builders/wares.ts'
import { FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { join, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** A refusal with exactly this code and these fields, and a sentence for people. */
const exactly = (code: string, carried: object = {}) => ({ code, message: expect.any(String), ...carried })

const issueAt = (path: string) =>
  exactly('invalid', { issues: [{ path, message: expect.stringMatching(/\w/) }] })

test('[refusals] a payload of the wrong shape is invalid, and the refusal names the field', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  const command = purchase(product, 0)
  expect(await buyer.refused('purchase:create', command)).toEqual(issueAt('lines.0.quantity'))
  expect(await buyer.refused('purchase:create', { ...command, lines: [] })).toEqual(issueAt('lines'))
  expect(await seller.refused('product:create', bread({ price: -1 }))).toEqual(issueAt('price'))
  expect(await buyer.ask('purchase:destroy', command)).toEqual({
    ok: false,
    error: { code: 'invalid', message: 'Invalid action', issues: [] },
  })
})

test('[refusals] lines of several shops are invalid, even if another line names a missing product', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  await openShop(market)
  const foreign = await list(seller, { shopId: 2 })
  const buyer = await join(market, '/')
  const lines = [product, foreign, { id: 999, price: 1 }].map(({ id, price }) => ({
    productId: id,
    quantity: 1,
    unitPrice: price,
  }))
  expect(await buyer.refused('purchase:create', { id: newId(), lines })).toEqual(issueAt('lines.1.productId'))
})

test('[refusals] missing, hidden, deleted and other sellers’ things are all not_found', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const hidden = await list(seller, { status: 'hidden' })
  const deleted = await list(seller)
  await seller.ok('product:delete', { id: newId(), productId: deleted.id })
  const [ann, bob] = await joinBuyers(market, 2)
  for (const product of [hidden, deleted, { ...hidden, id: 999 }]) {
    const refusal = await ann!.refused('purchase:create', purchase(product))
    expect(refusal).toEqual(exactly('not_found', { productId: product.id }))
  }
  const { order } = await ann!.ok('purchase:create', purchase(await list(seller)))
  for (const orderId of [order.id, newId()]) {
    const refusal = await bob!.refused('order:cancel', { id: newId(), orderId })
    expect(refusal).toEqual(exactly('not_found', { orderId }))
  }
  const ofMissing = { id: newId(), productId: 999 }
  expect(await seller.refused('product:update', ofMissing)).toEqual(exactly('not_found', { productId: 999 }))
  expect(await seller.refused('product:ledger', { productId: 999 })).toMatchObject({ code: 'not_found' })
  expect(await seller.refused('order:list', { shopId: 9 })).toEqual(exactly('not_found', { shopId: 9 }))
})

test('[refusals] a closed shop sells nothing, and its products stay visible', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  const { shop, seq } = await seller.ok('shop:update', { id: newId(), status: 'closed' })
  expect(shop.status).toBe('closed')
  await buyer.until(() => buyer.seq === seq)
  expect(buyer.view?.shops.get(1)?.status).toBe('closed')
  expect(buyer.stock(product.id)).toBe(20)
  const refusal = await buyer.refused('purchase:create', purchase(product))
  expect(refusal).toEqual(exactly('shop_closed', { shopId: 1 }))
  await seller.ok('shop:update', { id: newId(), status: 'open' })
  await buyer.ok('purchase:create', purchase(product))
})

test('[refusals] the shape is checked before the id, the id before the shop, and existence before opening', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  const known = purchase(product)
  const { seq } = await buyer.ok('purchase:create', known)
  await seller.ok('shop:update', { id: newId(), status: 'closed' })
  expect(await buyer.refused('purchase:create', { ...known, lines: [] })).toMatchObject({ code: 'invalid' })
  expect(await buyer.ok('purchase:create', known)).toMatchObject({ seq })
  const otherContent = purchase(product, 2)
  expect(await buyer.refused('purchase:create', { ...otherContent, id: known.id })).toMatchObject({
    code: 'id_mismatch',
  })
  expect(await buyer.refused('purchase:create', purchase({ ...product, id: 999 }))).toMatchObject({
    code: 'not_found',
  })
  const dearer = purchase({ ...product, price: 1 }, 100)
  expect(await buyer.refused('purchase:create', dearer)).toMatchObject({ code: 'shop_closed' })
  expect(await buyer.ok('order:cancel', { id: newId(), orderId: known.id })).toMatchObject({
    order: { status: 'cancelled' },
  })
})

test('[refusals] a conflict contains the current state of the thing', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const edit = { productId: product.id, ifSeq: product.seq }
  const { product: edited } = await seller.ok('product:update', { id: newId(), ...edit, price: 700 })
  const late = await seller.refused('product:update', { id: newId(), ...edit, price: 800 })
  expect(late).toEqual(exactly('conflict', { product: edited }))
  const count = { id: newId(), productId: product.id, stock: 5, ifStock: 19 }
  expect(await seller.refused('product:count', count)).toEqual(exactly('conflict', { product: edited }))
  const counted = await seller.ok('product:count', { ...count, id: newId(), ifStock: 20 })
  expect(counted.product.stock).toBe(5)
  // Sales and restocks are no edits: an edit of what was seen before them is accepted.
  await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 1 })
  await seller.ok('product:update', { id: newId(), productId: product.id, ifSeq: edited.seq, price: 1 })
})

test('[refusals] price, limit and stock are checked in this order, each over all lines', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const rare = await list(seller, { stock: 2, limitPerBuyer: 3 })
  const plain = await list(seller, { stock: 100, price: 50 })
  const buyer = await join(market, '/')
  const line = (productId: number, quantity: number, unitPrice: number) => ({
    productId,
    quantity,
    unitPrice,
  })
  const refusalOf = (...lines: ReturnType<typeof line>[]) =>
    buyer.refused('purchase:create', { id: newId(), lines })
  expect(await refusalOf(line(rare.id, 4, 620), line(plain.id, 1, 51))).toEqual(
    exactly('price_changed', { productId: plain.id, price: 50 }),
  )
  expect(await refusalOf(line(rare.id, 4, 620), line(plain.id, 1, 50))).toEqual(
    exactly('limit_reached', { productId: rare.id, limit: 3, left: 3 }),
  )
  expect(await refusalOf(line(rare.id, 3, 620), line(plain.id, 1, 50))).toEqual(
    exactly('out_of_stock', { productId: rare.id, available: 2 }),
  )
  await buyer.ok('purchase:create', { id: newId(), lines: [line(rare.id, 2, 620)] })
  expect(await refusalOf(line(rare.id, 2, 620))).toEqual(
    exactly('limit_reached', { productId: rare.id, limit: 3, left: 1 }),
  )
})

test('[refusals] a fulfilled or cancelled order is final', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  const [fulfilled, cancelled] = [purchase(product), purchase(product)]
  for (const command of [fulfilled, cancelled]) await buyer.ok('purchase:create', command)
  await seller.ok('order:fulfil', { id: newId(), orderId: fulfilled.id })
  await buyer.ok('order:cancel', { id: newId(), orderId: cancelled.id })
  for (const [orderId, status] of [
    [fulfilled.id, 'fulfilled'] as const,
    [cancelled.id, 'cancelled'] as const,
  ]) {
    const again = { id: newId(), orderId }
    expect(await buyer.refused('order:cancel', again)).toEqual(exactly('not_cancellable', { status }))
    const refusal = await seller.refused('order:fulfil', { id: newId(), orderId })
    expect(refusal).toEqual(exactly('not_fulfillable', { status }))
  }
})

test('[refusals] a product over the market’s bound is refused as market_full', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  // As if there were 99,999 others: listing them takes too long for a test.
  market.core.market.counters.products = 100_000
  expect(await seller.refused('product:create', bread())).toEqual(
    exactly('market_full', { full: 'products', max: 100_000 }),
  )
  await seller.ok('product:delete', { id: newId(), productId: product.id })
  await seller.ok('product:create', bread())
})

test('[G9] a full queue refuses as busy and says when to try again; a known id is still answered', async () => {
  const market = await MarketServer.start({ bounds: { queue: { waitingPerSourceMax: 3 } } })
  const product = await list(await joinSeller(market))
  const buyer = await join(market, '/')
  const known = purchase(product)
  const { seq } = await buyer.ok('purchase:create', known)
  const commands = Array.from({ length: 20 }, () => purchase(product))
  const [answers, repeat] = await Promise.all([
    Promise.all(commands.map((command) => buyer.request('purchase:create', command))),
    buyer.request('purchase:create', known),
  ])
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))
  expect(refused.length).toBeGreaterThan(0)
  for (const error of refused) expect(error).toEqual(exactly('busy', { retryAfterMs: expect.any(Number) }))
  expect(repeat).toMatchObject({ ok: true, seq })
  for (const command of commands) await buyer.requestUntilKnown('purchase:create', command)
  await buyer.until(() => buyer.stock(product.id) === 0)
  expect(await buyer.refused('purchase:create', purchase(product))).toMatchObject({ code: 'out_of_stock' })
})

test('[G2][G9] on a full disk commands are unavailable, reads and known ids are answered, and selling resumes by itself', async () => {
  const disk = new FaultyDisk(nodeDisk)
  const market = await MarketServer.start({
    world: { disk },
    bounds: { queue: { fullPauseMs: 20 } },
  })
  const product = await list(await joinSeller(market))
  const buyer = await join(market, '/')
  const known = purchase(product)
  const { seq } = await buyer.ok('purchase:create', known)
  disk.faultAt = ({ operation, path }) =>
    operation === 'write' && path.includes('journal') ? { kind: 'error', code: 'ENOSPC' } : null
  const command = purchase(product)
  const refusal = await buyer.refused('purchase:create', command)
  expect(refusal).toEqual(exactly('unavailable', { retryAfterMs: expect.any(Number) }))
  expect(await buyer.ok('purchase:create', known)).toMatchObject({ seq })
  expect((await buyer.ok('order:list', {})).orders).toHaveLength(1)
  disk.faultAt = () => null
  expect(await buyer.requestUntilKnown('purchase:create', command)).toMatchObject({ ok: true, seq: seq + 1 })
})

test('[G1] nothing is acknowledged or broadcast before it is on the disk', async () => {
  const disk = new FaultyDisk(nodeDisk)
  const market = await MarketServer.start({ world: { disk }, bounds: { broadcast: { heartbeatMs: 100 } } })
  const product = await list(await joinSeller(market))
  const [buyer, watcher] = await joinBuyers(market, 2)
  let release = (): void => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let reach = (): void => {}
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  disk.faultAt = ({ operation, path }) =>
    operation === 'sync' && path.includes('journal') ? { kind: 'hold', reach, released } : null
  const heard: string[] = []
  const answer = buyer!.request('purchase:create', purchase(product)).then(() => heard.push('reply'))
  await reached
  const mark = watcher!.heard.length
  await watcher!.until(() => watcher!.heard.length >= mark + 3, 'three heartbeats')
  expect(heard).toEqual([])
  expect(watcher!.stock(product.id)).toBe(20)
  release()
  await answer
  await watcher!.until(() => watcher!.stock(product.id) === 19)
})

/** Opens a second shop, like an accepted invitation. */
async function openShop({ core }: MarketServer): Promise<void> {
  const command = {
    type: 'shop:open',
    sellerId: 'seller-2',
    slug: 'second',
    name: 'Second',
    description: '',
    pickupNote: '',
    lowStockAt: 5,
    timeZone: 'UTC',
  } as const
  const envelope = { id: newId(), actor: { kind: 'market', id: 'market' }, payloadHash: '', command } as const
  await new Promise((opened) => core.queue.submit('market', envelope, opened))
}
