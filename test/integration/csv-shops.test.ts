import { afterEach, expect, test } from 'vitest'
import type { ImportCheck } from '../../shared/protocol/import-messages.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { ask } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import {
  bearer,
  getAs,
  hire,
  inviteSeller,
  jobSecret,
  joinAs,
  joinShopOf,
  openGuest,
  postAs,
} from '../support/drivers/people.ts'
import { type Market, MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const operator = { token: operatorToken }

/** The house shop, a bakery and a shop of soaps, each with a product, and an order of the last two. */
async function threeShops() {
  const market = await MarketServer.start()
  const [amara, ben] = [
    await inviteSeller(market, 'amara@example.org', 'Bakery'),
    await inviteSeller(market, 'ben@example.org', 'Soaps'),
  ]
  const poster = await list(await joinSeller(market), { name: 'Poster' })
  const bread = await list(await joinShopOf(market, amara), { name: 'Rye' })
  const soap = await list(await joinShopOf(market, ben), { name: 'Soap' })
  const buying = await joinAs(market, await openGuest(market))
  for (const product of [bread, soap]) await buying.ok('purchase:create', purchase(product))
  return { market, amara, ben, poster, bread, soap }
}

const rowsOf = async (market: Market, path: string, person: { token: string }): Promise<string[][]> => {
  const answer = await getAs(market, path, person)
  expect(answer.status).toBe(200)
  const [head, ...rows] = answer.body
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim()
    .split('\r\n')
  return [head!, ...rows].map((row) => row.split(','))
}

/** The columns of a table with these heads, without the head. */
const columns = ([head, ...rows]: string[][], ...names: string[]): string[][] =>
  rows.map((row) => names.map((name) => row[head!.indexOf(name)]!))

const checkFile = async (market: Market, person: { token: string }, shopId: number, body: string) =>
  (
    await ask(`${market.url}/api/import?check=1&shopId=${shopId}`, {
      method: 'POST',
      headers: {
        ...bearer(person),
        'content-type': 'text/csv',
        'content-length': String(Buffer.byteLength(body)),
      },
      body,
    })
  ).json() as ImportCheck

test('[csv] all shops’ products, orders and ledgers are exported together, and each row says whose it is', async () => {
  const { market } = await threeShops()
  const products = await rowsOf(market, '/api/export/products.csv?shops=all', operator)
  expect(columns(products, 'shop', 'name')).toEqual([
    ['house', 'Poster'],
    ['bakery', 'Rye'],
    ['soaps', 'Soap'],
  ])
  const orders = await rowsOf(market, '/api/export/orders.csv?shops=all', operator)
  expect(columns(orders, 'shop', 'product')).toEqual([
    ['bakery', 'Rye'],
    ['soaps', 'Soap'],
  ])
  const ledger = await rowsOf(market, '/api/export/ledger.csv?shops=all', operator)
  expect(columns(ledger, 'shop', 'kind')).toEqual([
    ['house', 'listed'],
    ['bakery', 'listed'],
    ['bakery', 'sold'],
    ['soaps', 'listed'],
    ['soaps', 'sold'],
  ])
  expect((await rowsOf(market, '/api/export/products.csv?shopId=2', operator))[0]).not.toContain('shop')
})

test('[G12] all shops are those where the role allows an export', async () => {
  const { market, amara, ben } = await threeShops()
  const secret = await jobSecret(market, amara, 'counter')
  await postAs(market, '/api/invites/join', { secret }, ben)
  const products = await rowsOf(market, '/api/export/products.csv?shops=all', ben)
  expect(columns(products, 'shop')).toEqual([['soaps']])
  const counter = await hire(market, amara, 'carla@example.org', 'counter')
  const refused = await getAs(market, '/api/export/orders.csv?shops=all', counter)
  expect([refused.status, refused.json()]).toMatchObject([403, { error: { code: 'role_required' } }])
})

test('[csv] a file of all shops is imported into one only if its rows are of that one', async () => {
  const { market, bread } = await threeShops()
  const file = ['shop,productId,price', `bakery,${bread.id},7.00`, 'soaps,3,8.00'].join('\n')
  const mixed = await checkFile(market, operator, 2, file)
  expect(mixed.token).toBeNull()
  expect(mixed.errors).toMatchObject([{ row: 3, column: 'shop' }])
  expect(mixed.errors[0]!.message).toContain('is soaps, and this import is for Bakery')
  const own = await checkFile(market, operator, 2, file.split('\n').slice(0, 2).join('\n'))
  expect([own.errors, own.notes]).toEqual([[], []])
  const done = await postAs(market, '/api/import?shopId=2', { id: newId(), token: own.token }, operator)
  expect(done.json()).toMatchObject({ created: 0, changed: 1 })
  expect(market.core.market.products.get(bread.id)?.price).toBe(700)
})

test('[csv] who works in several shops imports into each of them', async () => {
  const { market, amara, ben, bread } = await threeShops()
  const secret = await jobSecret(market, amara, 'manager')
  await postAs(market, '/api/invites/join', { secret }, ben)
  const check = await checkFile(market, ben, 2, `productId,price\n${bread.id},9.00`)
  const done = await postAs(market, '/api/import?shopId=2', { id: newId(), token: check.token }, ben)
  expect(done.json()).toMatchObject({ changed: 1 })
  expect(market.core.market.products.get(bread.id)?.price).toBe(900)
})
