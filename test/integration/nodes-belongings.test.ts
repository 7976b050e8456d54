import { afterEach, expect, test } from 'vitest'
import { png } from '../support/builders/pictures.ts'
import { newId } from '../support/builders/wares.ts'
import { plainPasswords } from '../support/doubles/plain-passwords.ts'
import { apply, check } from '../support/drivers/csv.ts'
import { ask, get } from '../support/drivers/http.ts'
import { atEnd, leaveNothing } from '../support/drivers/leftovers.ts'
import { startNodes } from '../support/drivers/nodes.ts'
import { bearer, getAs, inviteSeller, postAs } from '../support/drivers/people.ts'
import { startPostgres } from '../support/drivers/postgres.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const operator = { token: operatorToken }

const upload = (market: MarketServer, body: Buffer, person: { token: string } = operator) =>
  ask(`${market.url}/api/images`, {
    method: 'POST',
    headers: { ...bearer(person), 'content-type': 'image/png', 'content-length': String(body.length) },
    body,
  })

const hashOf = ({ body }: { body: Buffer }): string => JSON.parse(body.toString()).hash

const imagesIn = async (market: MarketServer, shopId: number): Promise<number> => {
  const report = (await getAs(market, '/api/capacity', operator)).json() as {
    shops: { shopId: number; images: number }[]
  }
  return report.shops.find((shop) => shop.shopId === shopId)!.images
}

test('[G1] a picture that one node accepted, the other serves, also when the first has ended', async () => {
  const [one, other] = await startNodes()
  const bytes = png(20, 10)
  const hash = hashOf(await upload(one, bytes))
  expect(await imagesIn(other, 1)).toBe(1)
  await one.stop()
  const served = await get(`${other.url}/images/${hash}`)
  expect([served.status, served.headers['content-type']]).toEqual([200, 'image/png'])
  expect(served.body.equals(bytes)).toBe(true)
  expect((await get(`${other.url}/images/${'0'.repeat(64)}`)).status).toBe(404)
})

test('[limits] a shop’s quota of pictures counts those of both nodes', async () => {
  const [one, other] = await startNodes(undefined, (setting) =>
    MarketServer.start({ ...setting, bounds: { images: { imagesPerShopMax: 2 } } }),
  )
  const seller = await inviteSeller(one, 'seller@example.org', 'Own')
  await expect.poll(() => getAs(other, '/api/sessions', seller).then(({ status }) => status)).toBe(200)
  const statuses: number[] = []
  for (const [market, width] of [
    [one, 1],
    [other, 2],
    [one, 3],
    [other, 4],
    [other, 1],
  ] as const)
    statuses.push((await upload(market, png(width, 8), seller)).status)
  expect(statuses).toEqual([200, 200, 409, 409, 200])
  const { shopId } = one.core.accounts.byEmail('seller@example.org')!
  expect(await imagesIn(one, shopId!)).toBe(2)
  expect((await postAs(other, `/api/shops/${shopId}/clear`, {}, operator)).status).toBe(200)
  expect(await imagesIn(one, shopId!)).toBe(0)
})

test('[limits] while the database is away, a node serves the pictures that it has', async () => {
  const postgres = await startPostgres()
  atEnd(() => postgres.remove())
  const [one] = await startNodes(Promise.resolve(postgres))
  const hash = hashOf(await upload(one, png(20, 10)))
  await postgres.kill()
  await expect.poll(() => get(`${one.url}/readyz`).then(({ status }) => status)).toBe(503)
  for (const _ of [1, 2]) expect((await get(`${one.url}/images/${hash}`)).status).toBe(200)
  expect((await get(`${one.url}/images/${'0'.repeat(64)}`)).status).toBe(503)
  expect((await upload(one, png(30, 10))).status).toBe(503)
  await postgres.start()
  await expect.poll(() => upload(one, png(30, 10)).then(({ status }) => status)).toBe(200)
})

const guess = async (market: MarketServer, typed: string): Promise<number> =>
  (await postAs(market, '/api/sign-in', { email: 'amara@example.org', password: typed })).status

test('[G12] wrong passwords and wrong links count over both nodes', async () => {
  const [one, other] = await startNodes(undefined, (setting) =>
    MarketServer.start({
      ...setting,
      bounds: { rates: { wrongSecretsPerAddressPerMinute: 4 } },
      world: { passwords: plainPasswords },
    }),
  )
  const statuses: number[] = []
  for (let time = 0; time < 12; time += 1) statuses.push(await guess(time % 2 ? one : other, `guess ${time}`))
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  const look = async (market: MarketServer) =>
    (await postAs(market, '/api/invites/look', { secret: 'f'.repeat(64) })).status
  const looks = [await look(one), await look(other), await look(one), await look(other)]
  expect([...looks, await look(one), await look(other)]).toEqual([404, 404, 404, 404, 429, 429])
})

test('[G12] while the database is away, each node limits wrong passwords alone', async () => {
  const postgres = await startPostgres()
  atEnd(() => postgres.remove())
  const [one] = await startNodes(Promise.resolve(postgres), (setting) =>
    MarketServer.start({ ...setting, world: { passwords: plainPasswords } }),
  )
  await postgres.kill()
  const statuses: number[] = []
  for (let time = 0; time < 12; time += 1) statuses.push(await guess(one, `guess ${time}`))
  expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
})

test('[G5] a file that was checked on one node is applied on the other, once', async () => {
  const [one, other] = await startNodes()
  const { token } = await check(one, 'name,price,stock\nCake,12,3\nTart,5,4\n')
  const id = newId()
  const answers = [await apply(other, token, id), await apply(one, token, id), await apply(one, token)]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  const [done, ...again] = answers.map((answer) => answer.json())
  expect(done).toMatchObject({ created: 2, changed: 0 })
  expect(again).toEqual([done, done])
  await expect.poll(() => one.core.market.counters.products).toBe(2)
})
