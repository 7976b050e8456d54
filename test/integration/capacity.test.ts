import { afterEach, describe, expect, test } from 'vitest'
import type { BoundUse, CapacityReport } from '../../shared/protocol/operator-messages.ts'
import { png } from '../support/builders/pictures.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { ask, get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import {
  bearer,
  getAs,
  inviteSeller,
  joinAs,
  joinShopOf,
  openGuest,
  postAs,
} from '../support/drivers/people.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const operator = { token: operatorToken }
const capacityOf = async (market: MarketServer): Promise<CapacityReport> =>
  (await getAs(market, '/api/capacity', operator)).json() as CapacityReport
const useOf = ({ bounds }: CapacityReport, name: BoundUse['name']) => bounds.find((use) => use.name === name)

/** A machine whose disk is as full as the test sets it. */
function machineOf(disk: { used: number; max: number }) {
  return { disk: async () => disk, openFiles: async () => null, memory: () => ({ used: 1, max: 2 }) }
}

describe('how full the market is', () => {
  test('[limits] the operator sees every bound, and what each shop has', async () => {
    const market = await MarketServer.start()
    const seller = await inviteSeller(market, 'seller@example.org', 'Own')
    const stream = await joinShopOf(market, seller)
    await stream.ok('product:create', { id: newId(), name: 'Bread', price: 100, stock: 1 })
    const picture = png(8, 8)
    const sent = await ask(`${market.url}/api/images`, {
      method: 'POST',
      headers: { ...bearer(seller), 'content-length': String(picture.length) },
      body: picture,
    })
    expect(sent.status).toBe(200)
    const report = await capacityOf(market)
    expect(report.shops).toEqual([
      { shopId: 1, products: 0, orders: 0, images: 0, imageBytes: 0, pendingImports: 0 },
      { shopId: 2, products: 1, orders: 0, images: 1, imageBytes: picture.length, pendingImports: 0 },
    ])
    expect(report.quotas).toEqual({
      products: 10_000,
      categories: 500,
      images: 12_000,
      imageBytes: 2 * 1024 ** 3,
    })
    expect(useOf(report, 'products')).toEqual({ name: 'products', used: 1, max: 100_000 })
    expect(useOf(report, 'accounts')!.used).toBeGreaterThan(0)
    expect(useOf(report, 'images')).toMatchObject({ used: 1 })
    expect(useOf(report, 'disk')!.used).toBeGreaterThan(0)
    expect(useOf(report, 'memory')!.max).toBeGreaterThan(useOf(report, 'memory')!.used)
  })

  test('[metrics] each bound is a gauge of its use, its maximum and its share', async () => {
    const market = await MarketServer.start({ world: { machine: machineOf({ used: 90, max: 100 }) } })
    const { body } = await get(`${market.url}/metrics`)
    expect(body.toString()).toContain('souk_bound_used_ratio{bound="disk"} 0.9\n')
    expect(body.toString()).toContain('souk_bound_used{bound="products"} 0\n')
    expect(body.toString()).toContain('souk_bound_max{bound="products"} 100000\n')
  })
})

describe('readiness', () => {
  test('[G2] a disk without space makes the market not ready, though nobody has bought', async () => {
    const disk = { used: 100, max: 1_000_000_000 }
    const market = await MarketServer.start({ world: { machine: machineOf(disk) } })
    expect((await get(`${market.url}/readyz`)).json()).toEqual({ ok: true })
    disk.used = disk.max - 1_000
    const full = await get(`${market.url}/readyz`)
    expect([full.status, full.json()]).toMatchObject([
      503,
      { error: { code: 'unavailable', reason: 'disk_full', retryAfterMs: 1_000 } },
    ])
    expect((await get(`${market.url}/healthz`)).status).toBe(200)
    disk.used = 100
    expect((await get(`${market.url}/readyz`)).status).toBe(200)
  })

  test('[limits] a full bound leaves the market ready, and is named', async () => {
    const market = await MarketServer.start({ bounds: { market: { productsMax: 1 } } })
    const seller = await joinSeller(market)
    await seller.ok('product:create', { id: newId(), name: 'Bread', price: 100, stock: 1 })
    const ready = await get(`${market.url}/readyz`)
    expect([ready.status, ready.json()]).toEqual([200, { ok: true, full: ['products'] }])
  })
})

test('[shops] the operator deletes a shop’s products and pictures at once, and its orders stay', async () => {
  const market = await MarketServer.start()
  const person = await inviteSeller(market, 'seller@example.org', 'Own')
  const seller = await joinShopOf(market, person)
  const upload = async (width: number) => {
    const body = png(width, 8)
    const headers = { ...bearer(person), 'content-length': String(body.length) }
    const answer = await ask(`${market.url}/api/images`, { method: 'POST', headers, body })
    return (answer.json() as { hash: string }).hash
  }
  const [shown] = [await upload(1), await upload(2)]
  const { product } = await seller.ok('product:create', {
    id: newId(),
    name: 'Bread',
    price: 0,
    stock: 2,
    image: shown,
  })
  const buyer = await joinAs(market, await openGuest(market))
  const { order } = await buyer.ok('purchase:create', purchase(product))
  expect((await postAs(market, '/api/shops/2/clear', undefined, operator)).status).toBe(200)
  expect((await capacityOf(market)).shops[1]).toMatchObject({
    products: 0,
    images: 0,
    imageBytes: 0,
    orders: 1,
  })
  expect((await get(`${market.url}/images/${shown}`)).status).toBe(404)
  expect((await buyer.ok('order:list', {})).orders.map(({ id }) => id)).toEqual([order.id])
  expect((await postAs(market, '/api/shops/2/clear', undefined, operator)).status).toBe(409)
  await upload(3)
  expect((await postAs(market, '/api/shops/2/clear', undefined, operator)).status).toBe(200)
})

test('[config] the operator sets how many products a shop may have, and the house shop has no such bound', async () => {
  const market = await MarketServer.start({ environment: { SOUK_SHOP_PRODUCTS: '1' } })
  const seller = await joinShopOf(market, await inviteSeller(market, 'seller@example.org', 'Own'))
  await list(seller)
  const command = { id: newId(), name: 'Bread', price: 100, stock: 1 }
  expect(await seller.refused('product:create', command)).toMatchObject({
    code: 'quota_reached',
    what: 'products',
    max: 1,
  })
  const house = await joinSeller(market)
  for (let count = 0; count < 3; count += 1) await list(house)
  expect((await capacityOf(market)).quotas.products).toBe(1)
})

test('[limits] the number of open invitations is bounded', async () => {
  const market = await MarketServer.start({ bounds: { session: { invitesMax: 2 } } })
  const statuses = []
  for (let count = 0; count < 3; count += 1)
    statuses.push((await postAs(market, '/api/invites', {}, operator)).status)
  expect(statuses).toEqual([200, 200, 409])
})
