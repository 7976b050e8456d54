import { afterEach, expect, test } from 'vitest'
import { roleMay, type ShopRight, type StaffRole, staffRoles } from '../../shared/catalog/staff.ts'
import { rightOfEvent, type sellerEvents } from '../../shared/protocol/events.ts'
import { sellerRouteRights } from '../../shared/protocol/staff-messages.ts'
import { png } from '../support/builders/pictures.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { ask } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import {
  bearer,
  hire,
  inviteSeller,
  joinAs,
  joinShopOf,
  openGuest,
  type Person,
  staffOf,
} from '../support/drivers/people.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** Every command and every route, by everybody who works in a shop: what happens is what the table of rights says. */

async function setScene() {
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  const owner = await inviteSeller(market, 'owner@example.org', 'Own')
  const people: Record<StaffRole, Person> = {
    owner,
    manager: await hire(market, owner, 'manager@example.org', 'manager'),
    counter: await hire(market, owner, 'counter@example.org', 'counter'),
    reader: await hire(market, owner, 'reader@example.org', 'reader'),
  }
  return { market, people, owner }
}

/** A valid payload for each event, about a product and an order that are new each time. */
type PayloadOf = (about: { productId: number; orderId: string }) => object
const payloads: Record<keyof typeof sellerEvents, readonly PayloadOf[]> = {
  'product:create': [() => ({ id: newId(), name: 'X', price: 1, stock: 1 })],
  'product:update': [({ productId }) => ({ id: newId(), productId, price: 7 })],
  'product:restock': [({ productId }) => ({ id: newId(), productId, quantity: 1 })],
  'product:count': [({ productId }) => ({ id: newId(), productId, stock: 19, ifStock: 19 })],
  'product:delete': [({ productId }) => ({ id: newId(), productId })],
  'product:restore': [({ productId }) => ({ id: newId(), productId })],
  'product:ledger': [({ productId }) => ({ productId })],
  'order:list': [() => ({})],
  'order:ready': [({ orderId }) => ({ id: newId(), orderId })],
  'order:fulfil': [({ orderId }) => ({ id: newId(), orderId })],
  'order:cancel': [({ orderId }) => ({ id: newId(), orderId })],
  'shop:update': [
    () => ({ id: newId(), status: 'open', pickupNote: 'By the door', lowStockAt: 3 }),
    () => ({ id: newId(), status: 'open', name: 'Own' }),
    () => ({ id: newId(), timeZone: 'Europe/Berlin' }),
  ],
  'stats:get': [() => ({ range: 'today' })],
}

test('[G12] every event does for every role in a shop what the table of rights says', async () => {
  const { market, people, owner } = await setScene()
  const selling = await joinShopOf(market, owner)
  const buying = await joinAs(market, await openGuest(market))
  for (const role of staffRoles) {
    const client = await joinShopOf(market, people[role])
    for (const event of Object.keys(payloads) as (keyof typeof sellerEvents)[])
      for (const payloadOf of payloads[event]) {
        const product = await list(selling)
        const { order } = await buying.ok('purchase:create', purchase(product))
        const about = { productId: product.id, orderId: order.id }
        if (event === 'product:restore') await selling.ok('product:delete', { id: newId(), ...about })
        const payload = payloadOf(about)
        const right = rightOfEvent(event, payload)
        const answer = (await client.ask(event, payload)) as { ok: boolean; error?: object }
        const expected = roleMay(role, right)
          ? { ok: true }
          : { ok: false, error: { code: 'role_required', shopId: 2, right } }
        expect([role, event, answer]).toMatchObject([role, event, expected])
      }
  }
})

/** A request of each route that a shop has, and the right that it takes. */
const requests: Record<keyof typeof sellerRouteRights, { path: string; body?: object | Buffer }> = {
  'GET /api/export/products.csv': { path: '/api/export/products.csv' },
  'GET /api/export/orders.csv': { path: '/api/export/orders.csv' },
  'GET /api/export/ledger.csv': { path: '/api/export/ledger.csv' },
  'POST /api/import': { path: '/api/import?check=1', body: Buffer.from('name,price,stock\nX,1.00,1\n') },
  'POST /api/images': { path: '/api/images', body: png(4, 4) },
  'GET /api/suspension': { path: '/api/suspension' },
  'GET /api/staff': { path: '/api/staff' },
  'POST /api/staff/invites': { path: '/api/staff/invites', body: { role: 'reader' } },
  'DELETE /api/staff/invites/:id': { path: '/api/staff/invites/none' },
  'POST /api/staff/:id': { path: '/api/staff/a-none', body: { role: 'reader' } },
  'DELETE /api/staff/:id': { path: '/api/staff/a-none' },
}

test('[G12] every route does for every role in a shop what the table of rights says', async () => {
  const { market, people } = await setScene()
  for (const role of staffRoles)
    for (const [route, { path, body }] of Object.entries(requests)) {
      const right: ShopRight = sellerRouteRights[route as keyof typeof sellerRouteRights]
      const sent = body === undefined ? undefined : Buffer.isBuffer(body) ? body : JSON.stringify(body)
      const answer = await ask(`${market.url}${path}`, {
        method: route.split(' ')[0]!,
        headers: {
          ...bearer(people[role]),
          ...(sent === undefined
            ? {}
            : {
                'content-type': Buffer.isBuffer(sent) ? 'application/octet-stream' : 'application/json',
                'content-length': String(Buffer.byteLength(sent)),
              }),
        },
        ...(sent === undefined ? {} : { body: sent }),
      })
      const may = roleMay(role, right)
      expect([role, route, answer.status]).toEqual([
        role,
        route,
        may ? (route.includes(':id') ? 404 : 200) : 403,
      ])
      if (!may) expect(answer.json()).toMatchObject({ error: { code: 'role_required', right, shopId: 2 } })
    }
})

test('[G12] sales figures are not pushed to a role that may not see them', async () => {
  const { market, people, owner } = await setScene()
  const [counter, reader] = [
    await joinShopOf(market, people.counter),
    await joinShopOf(market, people.reader),
  ]
  const product = await list(await joinShopOf(market, owner))
  await (await joinAs(market, await openGuest(market))).ok('purchase:create', purchase(product))
  const figures = (client: typeof counter) => client.heard.filter(({ event }) => event === 'stats:changed')
  await reader.until(() => figures(reader).length > 0, 'the figures')
  await counter.until(() => counter.heard.some(({ event }) => event === 'order:changed'), 'the order')
  expect(figures(counter)).toEqual([])
})

test('[G12] nobody reaches into a shop where they do not work', async () => {
  const { market, people, owner } = await setScene()
  const other = await inviteSeller(market, 'other@example.org', 'Other')
  const theirs = await list(await joinShopOf(market, other))
  const manager = await joinShopOf(market, people.manager)
  for (const shopId of [undefined, 2, 3])
    expect(
      await manager.refused('product:update', { id: newId(), productId: theirs.id, price: 1, shopId }),
    ).toMatchObject({ code: 'not_found', productId: theirs.id })
  expect(await manager.refused('order:list', { shopId: 3 })).toMatchObject({ code: 'not_found', shopId: 3 })
  for (const path of ['/api/staff', '/api/export/orders.csv'])
    expect((await ask(`${market.url}${path}?shopId=3`, { headers: bearer(owner) })).status).toBe(404)
  expect((await staffOf(market, other)).staff.map(({ email }) => email)).toEqual(['other@example.org'])
})
