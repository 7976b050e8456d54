import type { FastifyServerOptions } from 'fastify'
import { afterEach, expect, test, vi } from 'vitest'
import { buyerEvents, sellerEvents } from '../../shared/protocol/events.ts'
import type { Order, Product } from '../../shared/protocol/shapes.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { type Client, dial, join, joinSeller } from '../support/drivers/client.ts'
import { ask } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { inviteSeller, openGuest, type Person, signUp } from '../support/drivers/people.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const registered = vi.hoisted(() => new Set<string>())
vi.mock('fastify', async (original) => {
  const real = await original<typeof import('fastify')>()
  const noting = (options?: FastifyServerOptions) => {
    const http = real.fastify(options)
    http.addHook('onRoute', ({ method, url }) => void registered.add(`${method} ${url}`))
    return http
  }
  return { ...real, default: noting }
})

/**
 * Every event and every route, sent by every role, about things that are its own, another's, or missing. What
 * is another's and what is missing must get the same answer, except for the id.
 */

type Role = 'nobody' | 'guest' | 'buyer' | 'seller' | 'operator'
const roles: readonly Role[] = ['nobody', 'guest', 'buyer', 'seller', 'operator']

interface Scene {
  market: MarketServer
  people: Record<Role, Person | null>
  /** Another seller's shop, product and order; the order is another buyer's too. */
  theirs: { shopId: number; product: Product; order: Order }
}

const nowhere = { shopId: 999, productId: 99_999, orderId: '00000000-0000-4000-8000-0000000000ff' }

async function setScene(): Promise<Scene> {
  const market = await MarketServer.start({ environment: { SOUK_LIMITS: 'off' } })
  const other = await inviteSeller(market, 'other@example.org', 'Other')
  const seller = await inviteSeller(market, 'seller@example.org', 'Own')
  const othersShop = await join(market, '/seller', { auth: { token: other.token } })
  const product = await list(othersShop, { name: 'Theirs', status: 'listed' })
  const buying = await join(market, '/', { auth: { token: (await openGuest(market)).token } })
  const { order } = await buying.ok('purchase:create', purchase(product))
  const operator = {
    session: { id: 's-operator', name: '', role: 'operator' as const },
    token: operatorToken,
  }
  return {
    market,
    people: {
      nobody: null,
      guest: await openGuest(market),
      buyer: await signUp(market, 'buyer@example.org'),
      seller,
      operator,
    },
    theirs: { shopId: product.shopId, product, order },
  }
}

/** A payload for each event that a seller can send about a thing. */
const sellersPayloads: Record<
  keyof typeof sellerEvents,
  (about: { shopId: number; productId: number; orderId: string }) => Record<string, unknown>
> = {
  'product:create': ({ shopId }) => ({ id: newId(), name: 'X', price: 1, stock: 1, shopId }),
  'product:update': ({ productId }) => ({ id: newId(), productId, name: 'X' }),
  'product:restock': ({ productId }) => ({ id: newId(), productId, quantity: 1 }),
  'product:count': ({ productId }) => ({ id: newId(), productId, stock: 1, ifStock: 1 }),
  'product:delete': ({ productId }) => ({ id: newId(), productId }),
  'product:restore': ({ productId }) => ({ id: newId(), productId }),
  'product:ledger': ({ productId }) => ({ productId }),
  'order:list': ({ shopId }) => ({ shopId }),
  'order:ready': ({ orderId }) => ({ id: newId(), orderId }),
  'order:fulfil': ({ orderId }) => ({ id: newId(), orderId }),
  'order:cancel': ({ orderId }) => ({ id: newId(), orderId }),
  'shop:update': ({ shopId }) => ({ id: newId(), shopId, name: 'X' }),
  'stats:get': ({ shopId }) => ({ range: 'all', shopId }),
}

/** An answer without the ids that it must contain. */
const withoutIds = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer).replace(/"(productId|orderId|shopId)":("[^"]*"|\d+)/g, '"$1":"…"'))

test('[G12] every event, by every role: a thing of somebody else is answered like a missing one', async () => {
  const { market, people, theirs } = await setScene()
  const foreign = { shopId: theirs.shopId, productId: theirs.product.id, orderId: theirs.order.id }
  let asked = 0
  for (const role of ['nobody', 'guest', 'buyer'] as const) {
    const token = people[role]?.token
    const client = dial(market, '/seller', token === undefined ? {} : { auth: { token } })
    expect([role, (await client.refusal()).data?.code]).toEqual([role, 'forbidden'])
    asked += Object.keys(sellerEvents).length
  }
  const seller = await join(market, '/seller', { auth: { token: people.seller!.token } })
  for (const [event, payloadOf] of Object.entries(sellersPayloads)) {
    const answers = [await seller.ask(event, payloadOf(foreign)), await seller.ask(event, payloadOf(nowhere))]
    expect([event, answers[0]]).toMatchObject([event, { ok: false, error: { code: 'not_found' } }])
    expect(withoutIds(answers[0])).toEqual(withoutIds(answers[1]))
    asked += 2
  }
  for (const role of roles) {
    const token = people[role]?.token
    const client: Client<'/'> = await join(market, '/', token === undefined ? {} : { auth: { token } })
    const answers = [foreign, nowhere].map(({ orderId }) =>
      client.ask('order:cancel', { id: newId(), orderId }),
    )
    const [one, other] = await Promise.all(answers)
    expect([role, one]).toMatchObject([role, { ok: false, error: { code: 'not_found' } }])
    expect(withoutIds(one)).toEqual(withoutIds(other))
    expect((await client.ok('order:list', {})).orders).toEqual([])
    for (const event of Object.keys(sellerEvents).filter((name) => !(name in buyerEvents)))
      expect(await client.ask(event, {})).toMatchObject({ ok: false, error: { message: 'Invalid action' } })
    asked += 3 + Object.keys(sellerEvents).length
  }
  const unchanged = await joinSeller(market)
  expect(unchanged.view!.products.get(theirs.product.id)).toEqual({ ...theirs.product, stock: 19 })
  const list = await unchanged.ok('order:list', { shopId: theirs.shopId })
  expect(list.orders).toEqual([theirs.order])
  console.log(`${asked} questions of events`)
  expect(asked).toBeGreaterThan(100)
})

const operators = { nobody: 401, guest: 403, buyer: 403, seller: 403, operator: 200 }
const noBrand = { name: null, color: null, logo: null, icons: null, languages: [] }

/** The status that each role gets for a valid request, by route. */
type Route = readonly [method: string, path: string, body: unknown, Record<Role, number>]
const routes: readonly Route[] = [
  ['GET', '/api/market', undefined, { nobody: 200, guest: 200, buyer: 200, seller: 200, operator: 200 }],
  [
    'GET',
    '/api/market?for=seller',
    undefined,
    { nobody: 403, guest: 403, buyer: 403, seller: 200, operator: 200 },
  ],
  ['GET', '/api/sessions', undefined, { nobody: 401, guest: 403, buyer: 200, seller: 200, operator: 200 }],
  [
    'DELETE',
    '/api/sessions/s-another',
    undefined,
    { nobody: 401, guest: 403, buyer: 404, seller: 404, operator: 404 },
  ],
  [
    'POST',
    '/api/password',
    { password: 'not the right one', newPassword: 'four green awnings' },
    { nobody: 401, guest: 403, buyer: 401, seller: 401, operator: 403 },
  ],
  ...['products', 'orders', 'ledger'].map((table): Route => {
    const statuses = { nobody: 401, guest: 403, buyer: 403, seller: 200, operator: 200 }
    return ['GET', `/api/export/${table}.csv`, undefined, statuses]
  }),
  ['POST', '/api/import', {}, { nobody: 401, guest: 403, buyer: 403, seller: 400, operator: 400 }],
  ['POST', '/api/images', undefined, { nobody: 401, guest: 403, buyer: 403, seller: 400, operator: 400 }],
  ['GET', '/api/suspension', undefined, { nobody: 401, guest: 403, buyer: 403, seller: 200, operator: 200 }],
  ['GET', '/api/staff', undefined, { nobody: 401, guest: 403, buyer: 403, seller: 200, operator: 200 }],
  ['GET', '/api/brand/settings', undefined, operators],
  ['GET', '/api/brand/colors?color=%23a93f12', undefined, operators],
  ['POST', '/api/brand', { ...noBrand, layout: 'rows', currencyDisplay: 'code' }, operators],
  ['POST', '/api/legal/terms', { text: 'Be kind.' }, operators],
  [
    'POST',
    '/api/staff/invites',
    { role: 'reader' },
    { nobody: 401, guest: 403, buyer: 403, seller: 200, operator: 200 },
  ],
  ...[
    ['DELETE', '/api/staff/invites/none', undefined] as const,
    ['POST', '/api/staff/a-none', { role: 'reader' }] as const,
    ['DELETE', '/api/staff/a-none', undefined] as const,
  ].map((asked): Route => [...asked, { nobody: 401, guest: 403, buyer: 403, seller: 404, operator: 404 }]),
  [
    'POST',
    '/api/invites/join',
    { secret: 'none' },
    { nobody: 401, guest: 403, buyer: 404, seller: 404, operator: 404 },
  ],
  ['GET', '/api/shops', undefined, operators],
  ['GET', '/api/capacity', undefined, operators],
  ['POST', '/api/invites', {}, operators],
  ['POST', '/api/resets', { email: 'buyer@example.org' }, operators],
  ['POST', '/api/resets', { email: 'no@example.org' }, { ...operators, operator: 404 }],
  ['POST', '/api/shops/2/suspend', undefined, operators],
  ['POST', '/api/shops/2/restore', undefined, operators],
  ['POST', '/api/shops/2/clear', undefined, operators],
  ['POST', '/api/shops/1/clear', undefined, { ...operators, operator: 404 }],
  ['POST', '/api/shops/1/suspend', undefined, { ...operators, operator: 404 }],
  ['POST', '/api/shops/999/suspend', undefined, { ...operators, operator: 404 }],
  ['POST', '/api/shops/x/suspend', undefined, { ...operators, operator: 404 }],
  ['GET', '/api/my-data', undefined, { nobody: 401, guest: 200, buyer: 200, seller: 200, operator: 200 }],
  ['POST', '/api/name', {}, { nobody: 401, guest: 400, buyer: 400, seller: 400, operator: 400 }],
  // Last, as the guest is gone afterwards.
  [
    'POST',
    '/api/my-data/delete',
    { password: 'not the right one' },
    { nobody: 401, guest: 200, buyer: 401, seller: 401, operator: 403 },
  ],
]

test('[G12] every route answers every role as documented', async () => {
  const { market, people } = await setScene()
  let asked = 0
  for (const [method, path, body, statuses] of routes) {
    for (const role of roles) {
      const token = people[role]?.token
      const answer = await ask(`${market.url}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      expect([method, path, role, answer.status]).toEqual([method, path, role, statuses[role]])
      asked += 1
    }
  }
  console.log(`${asked} questions of routes`)
})

/** Routes that need no role: pages, public data, and what a password, a link or one's own session proves. */
const openRoutes = [
  ...[
    'GET /',
    'GET /account',
    'GET /board',
    'GET /invite',
    'GET /orders',
    'GET /product/:id',
    'GET /r/:secret',
  ],
  ...['GET /reset', 'GET /sell', 'GET /sell/*', 'GET /shop/:slug', 'GET /sign-in', 'GET /sign-up'],
  ...['GET /healthz', 'GET /images/:hash', 'GET /metrics', 'GET /readyz'],
  ...['GET /api/brand', 'GET /api/legal/:page', 'GET /legal/:page', 'GET /manifest.webmanifest'],
  ...['GET /api/products/:id/ledger', 'GET /api/receipts/:secret'],
  ...['GET /robots.txt', 'GET /sitemap.xml', 'GET /sitemap-:part(^\\d{1,9}).xml'],
  ...[
    'POST /api/invites/accept',
    'POST /api/invites/look',
    'POST /api/page-errors',
    'POST /api/resets/accept',
  ],
  ...['POST /api/session', 'POST /api/sign-in', 'POST /api/sign-out', 'POST /api/sign-up'],
]

test('[G12] every route is tried by every role, or listed as open', async () => {
  await MarketServer.start()
  const asked = routes.map(([method, path]) => `${method} ${path.replace(/\?.*/, '')}`)
  const left = [...registered]
    .filter((route) => !route.startsWith('HEAD '))
    .filter((route) => {
      const pattern = new RegExp(`^${route.replace(/:\w+\??/, '[^/]+')}$`)
      return !asked.some((one) => pattern.test(one))
    })
  expect(left.sort()).toEqual(openRoutes.sort())
})

test('[G12] no route that changes something accepts a page of another origin', async () => {
  const { market, people } = await setScene()
  for (const [method, path, body] of routes.filter(([how]) => how !== 'GET')) {
    const answer = await ask(`${market.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${people.operator!.token}`,
        origin: 'https://elsewhere.example',
        'content-type': 'application/json',
      },
      ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
    })
    expect([path, answer.status]).toEqual([path, 403])
  }
})
