import { afterEach, expect, test } from 'vitest'
import type { Movement, SellerMovement } from '../../shared/protocol/shapes.ts'
import { movement as movementSchema } from '../../shared/protocol/shapes.ts'
import { bread, list, newId, purchase } from '../support/builders/wares.ts'
import { type Client, join, joinBuyers, joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

test('[seller] a product is listed with all of its fields, and everybody sees it as it is', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const buyer = await join(market, '/')
  const command = bread({
    sku: 'BR-1',
    description: 'Two lines\r\nof text',
    category: 'Bakery',
    image: 'a'.repeat(64),
    limitPerBuyer: 4,
    shopId: 1,
  })
  const { product, seq } = await seller.ok('product:create', command)
  expect(product).toEqual({
    ...command,
    id: 1,
    description: 'Two lines\nof text',
    accountsOnly: false,
    content: {},
    status: 'listed',
    createdAt: expect.any(Number),
    seq,
  })
  await buyer.until(() => buyer.seq === seq)
  expect(buyer.view?.products.get(1)).toEqual(product)
  const bare = await seller.ok('product:create', bread())
  expect(bare.product).toMatchObject({
    sku: null,
    description: '',
    category: null,
    image: null,
    limitPerBuyer: null,
  })
})

test('[seller] an edit changes the fields that it names and no others; null clears a field', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { category: 'Bakery', limitPerBuyer: 2 })
  const edited = await seller.ok('product:update', {
    id: newId(),
    productId: product.id,
    name: 'Rye bread',
    category: null,
  })
  expect(edited.product).toEqual({ ...product, name: 'Rye bread', category: null, seq: edited.seq })
  const stocked = { id: newId(), productId: product.id, price: 5, stock: 999 }
  expect((await seller.ok('product:update', stocked)).product).toMatchObject({ price: 5, stock: 20 })
})

test('[seller] restocks and counts change the stock, never below zero', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const { id: productId } = await list(seller, { stock: 5 })
  const restock = (quantity: number) => ({ id: newId(), productId, quantity })
  expect((await seller.ok('product:restock', restock(10))).product.stock).toBe(15)
  expect((await seller.ok('product:restock', restock(-15))).product.stock).toBe(0)
  expect(await seller.refused('product:restock', restock(-1))).toMatchObject({
    code: 'out_of_stock',
    productId,
    available: 0,
  })
  const count = { id: newId(), productId, stock: 1_000_000_000, ifStock: 0, reason: 'Found a warehouse' }
  expect((await seller.ok('product:count', count)).product.stock).toBe(1_000_000_000)
  expect(await seller.refused('product:restock', restock(1))).toMatchObject({ code: 'invalid' })
})

test('[seller] a deleted product leaves every screen, and undoing brings it back with its stock', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 5 })
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(product, 2))
  const ofProduct = () => ({ id: newId(), productId: product.id })
  await seller.ok('product:delete', ofProduct())
  await buyer.until(() => buyer.stock(product.id) === undefined)
  expect(await seller.refused('product:restock', { ...ofProduct(), quantity: 1 })).toMatchObject({
    code: 'not_found',
  })
  expect((await buyer.ok('order:list', {})).orders[0]?.lines[0]?.name).toBe('Bread')
  await buyer.ok('order:cancel', { id: newId(), orderId: order.id })
  const restored = await seller.ok('product:restore', ofProduct())
  expect(restored.product).toMatchObject({ id: product.id, stock: 5 })
  await buyer.until(() => buyer.stock(product.id) === 5)
  expect(await seller.refused('product:restore', ofProduct())).toMatchObject({ code: 'conflict' })
})

test('[G12] the public ledger names nobody; the seller’s ledger shows who, why and for which order', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 5 })
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(product, 2))
  await buyer.ok('order:cancel', { id: newId(), orderId: order.id })
  await seller.ok('product:restock', {
    id: newId(),
    productId: product.id,
    quantity: -1,
    reason: 'Burnt',
  })
  const all = ['listed 5 → 5', 'sold 2 → 3', 'returned 2 → 5', 'removed 1 → 4']
  const open = (await get(`${market.url}/api/products/1/ledger`)).json() as { movements: Movement[] }
  expect(open).toMatchObject({ productId: 1, stock: 4, next: null })
  expect(open.movements.map(inShort)).toEqual(all)
  for (const one of open.movements)
    expect(Object.keys(one).sort()).toEqual(Object.keys(movementSchema.shape).sort())
  const { movements } = await seller.ok('product:ledger', { productId: product.id })
  expect(movements.map(inShort)).toEqual(all)
  expect(movements.map(({ by, reason, orderId }) => ({ by, reason, orderId }))).toEqual([
    { by: 'operator', reason: null, orderId: null },
    { by: order.buyerId, reason: null, orderId: order.id },
    { by: order.buyerId, reason: null, orderId: order.id },
    { by: 'operator', reason: 'Burnt', orderId: null },
  ])
})

const inShort = ({ kind, quantity, stock }: Movement | SellerMovement): string =>
  `${kind} ${quantity} → ${stock}`

test('[seller] both ledgers are read in pages until there is no next', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const { id: productId } = await list(seller, { stock: 1 })
  for (let turn = 0; turn < 6; turn += 1)
    await seller.ok('product:restock', { id: newId(), productId, quantity: 1 })
  const stocks = [1, 2, 3, 4, 5, 6, 7]
  for (const limit of [1, 3, 7, 100]) {
    const publicly: number[] = []
    const url = `${market.url}/api/products/${productId}/ledger?limit=${limit}`
    for (let after: string | null = ''; after !== null; ) {
      const page = (await get(after === '' ? url : `${url}&after=${after}`)).json() as {
        movements: Movement[]
        next: string | null
      }
      publicly.push(...page.movements.map(({ stock }) => stock))
      after = page.next
    }
    expect(publicly).toEqual(stocks)
    const privately: number[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = await seller.ok('product:ledger', { productId, limit, ...(after ? { after } : {}) })
      privately.push(...page.movements.map(({ stock }) => stock))
      after = page.next
    }
    expect(privately).toEqual(stocks)
  }
})

test('[seller] orders are found by status, product, time, number, code and part of a name', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const [loaf, cake] = [await list(seller), await list(seller, { name: 'Cake' })]
  const [ann, bob] = await joinBuyers(market, 2)
  await ann!.ok('session:rename', { name: 'Ann Miller' })
  await bob!.ok('session:rename', { name: 'Bob Smith' })
  const first = (await ann!.ok('purchase:create', purchase(loaf))).order
  const second = (await ann!.ok('purchase:create', purchase(cake))).order
  const third = (await bob!.ok('purchase:create', purchase(loaf))).order
  await seller.ok('order:fulfil', { id: newId(), orderId: first.id })
  const numbers = async (query: Parameters<typeof seller.ok<'order:list'>>[1]) =>
    (await seller.ok('order:list', query)).orders.map(({ number }) => number)
  expect(await numbers({})).toEqual([3, 2, 1])
  expect(await numbers({ status: 'placed' })).toEqual([3, 2])
  expect(await numbers({ status: 'fulfilled' })).toEqual([1])
  expect(await numbers({ status: 'cancelled' })).toEqual([])
  expect(await numbers({ productId: loaf.id })).toEqual([3, 1])
  expect(await numbers({ since: third.placedAt + 1 })).toEqual([])
  expect(await numbers({ since: first.placedAt })).toEqual([3, 2, 1])
  expect(await numbers({ find: '2' })).toEqual([2])
  expect(await numbers({ find: '#2' })).toEqual([2])
  expect(await numbers({ find: 'mill' })).toEqual([2, 1])
  expect(await numbers({ find: second.pickupCode.toLowerCase() })).toEqual([2])
  expect(await numbers({ find: ` ${first.pickupCode} ` })).toEqual([1])
  const { pickupCode } = second
  expect(await numbers({ find: `${pickupCode.slice(0, 3)}-${pickupCode.slice(3)}` })).toEqual([2])
  expect(await numbers({ find: 'Order\u00a02' })).toEqual([2])
  expect(await numbers({ find: 'MILL\u0301' })).toEqual([2, 1])
  expect(await numbers({ find: second.pickupCode, status: 'fulfilled' })).toEqual([])
  expect(await numbers({ find: 'nobody' })).toEqual([])
  expect(await numbers({ find: 'ann', productId: loaf.id, status: 'fulfilled' })).toEqual([1])
  expect(await numbers({ changedAfter: 0, find: 'ann' })).toEqual([2, 1])
})

test('[seller] the seller is sent every change of the shop’s orders, whoever made it', async () => {
  const market = await MarketServer.start()
  const seller: Client<'/seller'> = await joinSeller(market)
  const till = await joinSeller(market)
  const product = await list(seller)
  const buyers = await joinBuyers(market, 5)
  const orders = await Promise.all(buyers.map((buyer) => buyer.ok('purchase:create', purchase(product))))
  await till.until(() => till.stream.orders.size === 5)
  await seller.ok('order:fulfil', { id: newId(), orderId: orders[0]!.order.id })
  await till.until(() => till.stream.orders.get(orders[0]!.order.id)?.status === 'fulfilled')
  await buyers[0]!.until(() => buyers[0]!.stream.orders.get(orders[0]!.order.id)?.status === 'fulfilled')
})

test('[seller] the shop is edited field by field, and everybody sees it', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const buyer = await join(market, '/')
  const before = buyer.view!.shops.get(1)!
  const changes = { name: 'Corner shop', lowStockAt: 3, timeZone: 'Europe/Lisbon', pickupNote: 'Ring twice' }
  const { shop, seq } = await seller.ok('shop:update', { id: newId(), ...changes })
  expect(shop).toEqual({ ...before, ...changes })
  await buyer.until(() => buyer.seq === seq)
  expect(buyer.view?.shops.get(1)).toEqual(shop)
  const nowhere = { id: newId(), timeZone: 'Europe/Atlantis' }
  expect(await seller.refused('shop:update', nowhere)).toMatchObject({ code: 'invalid' })
})

test('[board] sales are sent with absolute totals, the newest 20 of a tick', async () => {
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  const product = await list(await joinSeller(market), { stock: 100 })
  const board = await join(market, '/board')
  const buyer = await join(market, '/')
  const orders = await Promise.all(
    Array.from({ length: 30 }, () => buyer.ok('purchase:create', purchase(product, 2))),
  )
  const told = () =>
    board.heard.filter(({ event }) => event === 'sales:made').map(({ payload }) => payload) as {
      sales: unknown[]
      totals: { orders: number; units: number }
    }[]
  const ticker = await join(market, '/board', { auth: { watch: false } })
  await board.until(() => told().at(-1)?.totals.orders === 30)
  expect(told().at(-1)?.totals).toEqual({ orders: 30, units: 60 })
  for (const { sales } of told()) expect(sales.length).toBeLessThanOrEqual(20)
  await buyer.ok('order:cancel', { id: newId(), orderId: orders[0]!.order.id })
  await buyer.ok('purchase:create', purchase(product))
  await board.until(() => told().at(-1)?.totals.units === 59)
  await ticker.until(() => ticker.heard.filter(({ event }) => event === 'sales:made').length > 1)
})
