import { afterEach, expect, test } from 'vitest'
import { verifyFolder } from '../../server/verify/verify.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { type Client, join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { joinAs, openGuest, signUp } from '../support/drivers/people.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const hourMs = 3_600_000

/** A market whose house shop keeps orders for an hour, with a clock that the test moves. */
async function impatientMarket() {
  const clock = new ShiftedClock()
  const market = await MarketServer.start({
    world: { clock },
    bounds: { timekeeper: { startGraceMs: 0, waitMsMax: 20 } },
  })
  const seller = await joinSeller(market)
  await seller.ok('shop:update', { id: newId(), collectMinutes: 60 })
  return { market, seller, clock }
}

const expiredAt = (client: Client<'/'>) =>
  client.heard.find(({ event, payload }) => event === 'order:changed' && isExpired(payload))

const isExpired = (payload: unknown): boolean =>
  (payload as { order: { cancelledBy: string | null } }).order.cancelledBy === 'market'

test('[G4] an order that nobody collects expires: the buyer is told, and the stock is for sale again', async () => {
  const { market, seller, clock } = await impatientMarket()
  const product = await list(seller, { stock: 3 })
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(product, 2))
  expect(order.collectBy).toBe(order.placedAt + hourMs)
  await buyer.until(() => buyer.stock(product.id) === 1)
  clock.skip(hourMs)
  await buyer.until(() => expiredAt(buyer) !== undefined && buyer.stock(product.id) === 3)
  const [listed] = (await seller.ok('order:list', {})).orders
  expect(listed).toMatchObject({ id: order.id, status: 'cancelled', cancelledBy: 'market', reason: null })
  await market.stop()
  expect((await verifyFolder(market.folder)).findings).toEqual([])
})

test('[G14] deadlines survive a restart: orders that fell due meanwhile expire after it', async () => {
  const { market, seller, clock } = await impatientMarket()
  const product = await list(seller, { stock: 9 })
  const buyer = await join(market, '/')
  const due = await buyer.ok('purchase:create', purchase(product, 1))
  clock.skip(hourMs / 2)
  const later = await buyer.ok('purchase:create', purchase(product, 1))
  const collected = await buyer.ok('purchase:create', purchase(product, 1))
  await seller.ok('order:fulfil', { id: newId(), orderId: collected.order.id })
  await market.stop()
  clock.skip(hourMs / 2)
  await market.start()
  await buyer.ready()
  await buyer.until(() => buyer.stock(product.id) === 7)
  const { orders } = await buyer.ok('order:list', {})
  expect(new Map(orders.map(({ id, status }) => [id, status]))).toEqual(
    new Map([
      [collected.order.id, 'fulfilled'],
      [later.order.id, 'placed'],
      [due.order.id, 'cancelled'],
    ]),
  )
})

test('[G14] a shop that is closed until a time opens by itself then, also after a restart; nobody is needed', async () => {
  const { market, seller, clock } = await impatientMarket()
  const product = await list(seller, { stock: 3 })
  const buyer = await join(market, '/')
  const statusOf = () => buyer.view?.shops.get(1)?.status
  const close = (inMs: number) =>
    seller.ok('shop:update', { id: newId(), status: 'closed', reopensAt: clock.now() + inMs })
  const { shop } = await close(hourMs)
  await buyer.until(() => buyer.view?.shops.get(1)?.reopensAt === shop.reopensAt)
  expect(await buyer.refused('purchase:create', purchase(product))).toMatchObject({ code: 'shop_closed' })
  clock.skip(hourMs)
  await buyer.until(() => statusOf() === 'open')
  expect(buyer.view?.shops.get(1)?.reopensAt).toBe(null)

  await close(hourMs)
  await close(2 * hourMs)
  await market.stop()
  clock.skip(hourMs + 1)
  await market.start()
  await buyer.ready()
  await seller.ready()
  expect(await buyer.refused('purchase:create', purchase(product))).toMatchObject({ code: 'shop_closed' })
  clock.skip(hourMs)
  await buyer.until(() => statusOf() === 'open')
  await buyer.ok('purchase:create', purchase(product))
  const past = { id: newId(), status: 'closed', reopensAt: clock.now() - 1 } as const
  expect(await seller.refused('shop:update', past)).toMatchObject({ code: 'invalid' })
  await market.stop()
  expect((await verifyFolder(market.folder)).findings).toEqual([])
})

test('[G5] an order that is fulfilled at the last moment does not expire', async () => {
  const { market, seller, clock } = await impatientMarket()
  const product = await list(seller, { stock: 2 })
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(product, 1))
  const other = await buyer.ok('purchase:create', purchase(product, 1))
  await seller.ok('order:fulfil', { id: newId(), orderId: order.id })
  // The page shows 1 on the way down, too.
  await buyer.until(() => buyer.stock(product.id) === 0)
  clock.skip(hourMs)
  await buyer.until(() => buyer.stock(product.id) === 1)
  const { orders } = await buyer.ok('order:list', {})
  expect(orders.map(({ id, status }) => [id, status])).toEqual(
    expect.arrayContaining([
      [order.id, 'fulfilled'],
      [other.order.id, 'cancelled'],
    ]),
  )
})

test('[G12] products for accounts only are sold to people who signed up, and refused to guests', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { accountsOnly: true })
  const guest = await openGuest(market)
  const asGuest = await joinAs(market, guest)
  expect(await asGuest.refused('purchase:create', purchase(product))).toMatchObject({
    code: 'account_required',
    shopId: 1,
    productId: product.id,
  })
  asGuest.leave()
  const mira = await joinAs(market, await signUp(market, 'mira@souk.test', guest))
  expect((await mira.ok('purchase:create', purchase(product))).order.status).toBe('placed')
})
