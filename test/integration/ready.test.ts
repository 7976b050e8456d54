import { afterEach, expect, test } from 'vitest'
import { verifyFolder } from '../../server/verify/verify.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { exported } from '../support/drivers/csv.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** A market with a buyer who has ordered, and the seller of the house shop. */
async function withOrder() {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 5 })
  const buyer = await join(market, '/')
  const { order } = await buyer.ok('purchase:create', purchase(product, 2))
  return { market, seller, product, buyer, order }
}

test('[orders] a ready order is sent to its buyer, and keeps its code, its stock and its place', async () => {
  const { market, seller, product, buyer, order } = await withOrder()
  const { order: readied, seq } = await seller.ok('order:ready', { id: newId(), orderId: order.id })
  expect(readied).toEqual({ ...order, status: 'ready', changedSeq: seq })
  await buyer.until(() => buyer.heard.some(({ event }) => event === 'order:changed'))
  expect(buyer.heard.find(({ event }) => event === 'order:changed')?.payload).toEqual({ order: readied })
  expect(buyer.stock(product.id)).toBe(3)
  expect((await seller.ok('order:list', { find: order.pickupCode })).orders).toEqual([readied])
  expect((await seller.ok('order:list', { status: 'ready' })).orders).toEqual([readied])
  expect((await seller.ok('order:list', { status: 'placed' })).orders).toEqual([])
  expect((await seller.ok('order:list', { open: true })).orders).toEqual([readied])
  expect(await seller.ok('stats:get', { range: 'today' })).toMatchObject({ orders: 1, units: 2, waiting: 1 })
  expect(await exported(market, 'orders.csv')).toContain(`1,${order.pickupCode},ready,`)
})

test('[G14] a ready order is the same after a restart, and the journal verifies', async () => {
  const { market, seller, product, buyer, order } = await withOrder()
  await seller.ok('order:ready', { id: newId(), orderId: order.id })
  await market.stop()
  expect((await verifyFolder(market.folder)).findings).toEqual([])
  await market.start()
  await Promise.all([seller.ready(), buyer.ready()])
  const [listed] = (await buyer.ok('order:list', {})).orders
  expect(listed).toMatchObject({ id: order.id, status: 'ready', pickupCode: order.pickupCode })
  expect(await seller.ok('stats:get', { range: 'today' })).toMatchObject({ orders: 1, waiting: 1 })
  const cancelled = await buyer.ok('order:cancel', { id: newId(), orderId: order.id })
  expect(cancelled.order).toMatchObject({ status: 'cancelled', cancelledBy: 'buyer' })
  await buyer.until(() => buyer.stock(product.id) === 5)
  expect(await seller.ok('stats:get', { range: 'today' })).toMatchObject({ orders: 0, waiting: 0 })
})
