import { afterEach, expect, test } from 'vitest'
import type { OrderList } from '../../shared/protocol/buyer-messages.ts'
import type { OrderPage } from '../../shared/protocol/events.ts'
import type { Order } from '../../shared/protocol/shapes.ts'
import { order as orderSchema } from '../../shared/protocol/shapes.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { type Client, join, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** Everything that changed after a seq, page by page until there is no next. */
async function changedAfter(client: Client<'/'> | Client<'/seller'>, seq: number, limit?: number) {
  const pages: Order[][] = []
  let next: string | number | null = seq
  while (next !== null) {
    const query: OrderList = { changedAfter: Number(next), ...(limit === undefined ? {} : { limit }) }
    const page: OrderPage = await (client as Client<'/'>).ok('order:list', query)
    pages.push(page.orders)
    next = page.next
  }
  return pages
}

/** All orders newest first, page by page. */
async function newestFirst(client: Client<'/'>, limit: number): Promise<Order[][]> {
  const pages: Order[][] = []
  let before: string | number | undefined
  do {
    const page = await client.ok('order:list', { limit, ...(before === undefined ? {} : { before }) })
    pages.push(page.orders)
    before = page.next ?? undefined
  } while (before !== undefined)
  return pages
}

test('[orders] an order has every field of the contract, and the reply equals what others are sent', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  await buyer.ok('session:rename', { name: 'Ann' })
  const command = purchase(product, 2)
  const { order, seq } = await buyer.ok('purchase:create', command)
  expect(orderSchema.parse(order)).toEqual(order)
  expect(order).toEqual({
    id: command.id,
    number: 1,
    place: 1,
    shopId: 1,
    buyerId: expect.any(String),
    buyerName: 'Ann',
    lines: [{ productId: product.id, name: 'Bread', quantity: 2, unitPrice: 620 }],
    total: 1_240,
    status: 'placed',
    pickupCode: expect.stringMatching(/^[23456789CFGHJMPQRVWX]{6}$/),
    receiptUrl: expect.stringMatching(/^\/r\/[\w-]{20,}$/),
    placedAt: expect.toSatisfy((at: number) => Math.abs(at - Date.now()) < 60_000),
    collectBy: null,
    fulfilledAt: null,
    cancelledAt: null,
    cancelledBy: null,
    reason: null,
    seq,
    changedSeq: seq,
  })
  await seller.until(() => seller.stream.orders.has(order.id))
  expect(seller.stream.orders.get(order.id)).toEqual(order)
})

test('[orders] order:changed goes to the buyer’s other connections, not to the one with the reply, nor to others', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const [phone, stranger] = await joinBuyers(market, 2)
  const tablet = await join(market, '/', { auth: { token: phone!.stream.token! } })
  const first = await phone!.ok('purchase:create', purchase(product))
  await tablet.until(() => tablet.stream.orders.has(first.order.id))
  const second = await tablet.ok('purchase:create', purchase(product))
  await phone!.until(() => phone!.stream.orders.has(second.order.id))
  const third = await stranger!.ok('purchase:create', purchase(product))
  await seller.until(() => seller.stream.orders.has(third.order.id))
  expect([...phone!.stream.orders.keys()]).toEqual([second.order.id])
  expect([...tablet.stream.orders.keys()]).toEqual([first.order.id])
  expect([...stranger!.stream.orders.keys()]).toEqual([])
  expect([...seller.stream.orders.keys()]).toEqual([first, second, third].map(({ order }) => order.id))
})

test('[orders] a client that sent a purchase without a callback is sent the order', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market))
  const buyer = await join(market, '/')
  const command = purchase(product)
  buyer.socket.emit('purchase:create', command)
  await buyer.until(() => buyer.stream.orders.has(command.id))
})

test('[orders] a cancelled order returns its stock on every screen, and shows who cancelled it and why', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 3, limitPerBuyer: 2 })
  const buyer = await join(market, '/')
  const board = await join(market, '/board')
  const watchers: Client<'/' | '/board' | '/seller'>[] = [buyer, board, seller]
  const shows = (stock: number) =>
    Promise.all(watchers.map((watcher) => watcher.until(() => watcher.stock(product.id) === stock)))
  const { order } = await buyer.ok('purchase:create', purchase(product, 2))
  await shows(1)
  const cancelled = await buyer.ok('order:cancel', { id: newId(), orderId: order.id })
  expect(cancelled.order).toMatchObject({ status: 'cancelled', cancelledBy: 'buyer', reason: null })
  await shows(3)
  const { order: another } = await buyer.ok('purchase:create', purchase(product, 2))
  await shows(1)
  await seller.ok('order:cancel', { id: newId(), orderId: another.id, reason: 'Oven is cold' })
  await shows(3)
  await buyer.until(() => buyer.stream.orders.get(another.id)?.status === 'cancelled')
  expect(buyer.stream.orders.get(another.id)).toMatchObject({
    cancelledBy: 'seller',
    reason: 'Oven is cold',
    cancelledAt: expect.any(Number),
  })
})

test('[orders] changes since a seq are listed oldest first, each order once, in pages of any size', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  const commands = Array.from({ length: 7 }, () => purchase(product))
  for (const command of commands) await buyer.ok('purchase:create', command)
  const { seq } = await seller.ok('order:fulfil', { id: newId(), orderId: commands[2]!.id })
  const inOrderOfChange = [0, 1, 3, 4, 5, 6, 2].map((index) => commands[index]!.id)
  for (const limit of [1, 2, 3, 7, 100, undefined]) {
    for (const client of [buyer, seller]) {
      const pages = await changedAfter(client, 0, limit)
      expect(pages.flat().map(({ id }) => id)).toEqual(inOrderOfChange)
      for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit ?? 50)
    }
  }
  expect((await changedAfter(buyer, seq - 1)).flat().map(({ status }) => status)).toEqual(['fulfilled'])
  expect((await changedAfter(buyer, seq)).flat()).toEqual([])
})

test('[orders] a client can ask for what changed while it was away, also after a restart', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(product))
  buyer.leave()
  const { seq } = await seller.ok('order:fulfil', { id: newId(), orderId: order.id })
  await market.restart()
  await buyer.reconnect()
  const [[changed]] = (await changedAfter(buyer, order.changedSeq, 1)) as [[Order]]
  expect(changed).toMatchObject({ id: order.id, status: 'fulfilled', changedSeq: seq, seq: order.seq })
  expect(buyer.stream.orders.size).toBe(0)
})

test('[orders] a buyer’s list has only their own orders, the newest first, 50 a page by default', async () => {
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  const product = await list(await joinSeller(market), { stock: 100 })
  const [buyer, stranger] = await joinBuyers(market, 2)
  const ids: string[] = []
  for (let turn = 0; turn < 53; turn += 1) {
    ids.unshift((await buyer!.ok('purchase:create', purchase(product))).order.id)
  }
  const first = await buyer!.ok('order:list', {})
  expect(first.orders.map(({ id }) => id)).toEqual(ids.slice(0, 50))
  const rest = await buyer!.ok('order:list', { before: first.next! })
  expect(rest).toMatchObject({ next: null, orders: [{ id: ids[50] }, { id: ids[51] }, { id: ids[52] }] })
  for (const limit of [7, 53, 100]) {
    const pages = await newestFirst(buyer!, limit)
    expect(pages.flat().map(({ id }) => id)).toEqual(ids)
  }
  expect(await stranger!.ok('order:list', {})).toMatchObject({ orders: [], next: null })
  for (const query of [{ limit: 0 }, { limit: 101 }, { before: 'xyz' }, { before: '1', changedAfter: 1 }]) {
    expect(await buyer!.refused('order:list', query)).toMatchObject({ code: 'invalid' })
  }
})

test('[orders] the pickup name is on every order of its buyer, old ones too, and survives a restart', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market))
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(product))
  const { session } = await buyer.ok('session:rename', { name: '  Zoe\u0308 \u202eX  ' })
  expect(session).toEqual({ ...buyer.stream.opened!.session, name: 'Zoë X' })
  await market.restart()
  await buyer.reconnect()
  expect(buyer.stream.opened!.session).toEqual(session)
  const { orders } = await buyer.ok('order:list', {})
  expect(orders).toMatchObject([{ id: order.id, buyerName: 'Zoë X' }])
})

test('[orders] a receipt says who got the last one, also after a restock and a restart', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 3 })
  const other = await list(seller, { stock: 9 })
  const buyer = await join(market, '/')
  const first = await buyer.ok('purchase:create', purchase(product))
  const two = [purchase(other).lines[0]!, purchase(product, 2).lines[0]!]
  const last = await buyer.ok('purchase:create', { id: newId(), lines: two })
  await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 1 })
  const again = await buyer.ok('purchase:create', purchase(product))
  await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 4 })
  const tookLast = async ({ order }: typeof first) =>
    (await get(`${market.url}/api${order.receiptUrl.replace('/r/', '/receipts/')}`)).json()
  await market.restart()
  expect(await tookLast(first)).toMatchObject({ tookLast: false })
  expect(await tookLast(last)).toMatchObject({ tookLast: true })
  expect(await tookLast(again)).toMatchObject({ tookLast: true })
})

test('[orders] a receipt is opened by its own address only, and shows the order as it is now', async () => {
  const market = await MarketServer.start({ environment: { SOUK_CURRENCY: 'JPY', SOUK_NAME: 'Kiosk' } })
  const seller = await joinSeller(market)
  const product = await list(seller)
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(product))
  const url = `${market.url}/api${order.receiptUrl.replace('/r/', '/receipts/')}`
  const receipt = async () => (await get(url)).json()
  expect(await receipt()).toEqual({
    order,
    shop: expect.objectContaining({ id: 1 }),
    name: 'Kiosk',
    currency: 'JPY',
    currencyDigits: 0,
    tookLast: false,
  })
  await seller.ok('order:fulfil', { id: newId(), orderId: order.id })
  expect(await receipt()).toMatchObject({ order: { status: 'fulfilled' } })
  const last = url.at(-1)
  for (const wrong of [url.slice(0, -1), `${url.slice(0, -1)}${last === 'A' ? 'B' : 'A'}`, `${url}A`]) {
    const answer = await get(wrong)
    expect(answer.status).toBe(404)
    expect(answer.json()).toMatchObject({ error: { code: 'not_found' } })
  }
})
