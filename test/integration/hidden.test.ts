import { afterEach, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

test('[G12] nobody sees a drop that is prepared with hidden products, and its seller sees everything', async () => {
  const market = await MarketServer.start()
  const seller = await joinSeller(market)
  const buyer = await join(market, '/')
  const heardBefore = buyer.stream.heard.length
  const { id } = await list(seller, { name: 'Secret', status: 'hidden', stock: 3 })
  const { seq } = await seller.ok('product:update', { id: newId(), productId: id, price: 900 })
  await Promise.all([seller, buyer].map((client) => client.until(() => client.stream.view!.seq >= seq)))
  expect(seller.stream.view!.products.get(id)?.price).toBe(900)
  expect(JSON.stringify(buyer.stream.heard.slice(heardBefore))).not.toMatch(/removed|products|stock/)
  const shown = await seller.ok('product:update', { id: newId(), productId: id, status: 'listed' })
  await buyer.until(() => buyer.stock(id) === 3)
  const hidden = await seller.ok('product:update', { id: newId(), productId: id, status: 'hidden' })
  await buyer.until(() => buyer.stream.view!.seq >= hidden.seq)
  expect([shown.product.status, buyer.stock(id)]).toEqual(['listed', undefined])
  const { seq: last } = await seller.ok('product:delete', { id: newId(), productId: id })
  await seller.until(() => seller.stream.view!.seq >= last)
  expect(seller.stock(id)).toBeUndefined()
})
