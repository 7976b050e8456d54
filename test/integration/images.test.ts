import { readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { jpeg, png, webp } from '../support/builders/pictures.ts'
import { ask, get } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { bearer, inviteSeller, openGuest, signUp } from '../support/drivers/people.ts'
import { MarketServer, operatorToken } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const upload = (market: MarketServer, body: Buffer, token: string, type = 'application/octet-stream') =>
  ask(`${market.url}/api/images`, {
    method: 'POST',
    headers: { ...bearer({ token }), 'content-type': type, 'content-length': String(body.length) },
    body,
  })

test.for([
  ['image/png', png(20, 10)],
  ['image/jpeg', jpeg(20, 10)],
  ['image/webp', webp(20, 10)],
] as const)(
  '[G13] a %s is recognised by its content, stored, and served with its type, cached forever',
  async ([type, bytes]) => {
    const market = await MarketServer.start()
    const answer = await upload(market, bytes, operatorToken, 'text/html')
    expect(answer.status).toBe(200)
    const { hash } = answer.json() as { hash: string }
    for (const restart of [false, true]) {
      if (restart) await market.restart()
      const served = await get(`${market.url}/images/${hash}`)
      expect(served.status).toBe(200)
      expect(served.body.equals(bytes)).toBe(true)
      expect(served.headers).toMatchObject({
        'content-type': type,
        'x-content-type-options': 'nosniff',
        'cache-control': expect.stringContaining('immutable'),
      })
    }
    expect((await readFile(`${market.folder}/images/${hash}`)).equals(bytes)).toBe(true)
  },
)

test.for([
  ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
  ['a drawing, which may hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['nothing', Buffer.alloc(0)],
  ['a head alone', png(20, 10).subarray(0, 20)],
  ['a picture with something behind it', Buffer.concat([png(20, 10), Buffer.from('<script>')])],
  ['a picture too large to unpack', png(60_000, 60_000)],
] as const)('[G13] %s is no picture', async ([, bytes]) => {
  const market = await MarketServer.start()
  const answer = await upload(market, bytes, operatorToken)
  expect([answer.status, answer.json()]).toMatchObject([400, { error: { code: 'invalid' } }])
})

test('[G13] a picture over 400 KB is refused before it is parsed', async () => {
  const market = await MarketServer.start()
  const large = Buffer.concat([png(20, 10).subarray(0, 40), Buffer.alloc(420_000)])
  expect((await upload(market, large, operatorToken)).status).toBe(413)
})

test('[G12] sellers upload pictures, and everybody can see them', async () => {
  const market = await MarketServer.start()
  const [guest, buyer] = [await openGuest(market), await signUp(market, 'buyer@example.org')]
  const seller = await inviteSeller(market, 'seller@example.org', 'Own')
  const statuses = []
  for (const { token } of [guest, buyer, seller, { token: 'nobody' }])
    statuses.push((await upload(market, png(8, 8), token)).status)
  expect(statuses).toEqual([403, 403, 200, 401])
  expect((await get(`${market.url}/images/${'0'.repeat(64)}`)).status).toBe(404)
  expect((await get(`${market.url}/images/..%2Fsecret`)).status).toBe(404)
})

test('[limits] no more pictures are stored than the bound allows', async () => {
  const market = await MarketServer.start({ bounds: { images: { imagesMax: 2 } } })
  const statuses = []
  for (const width of [1, 2, 3, 1]) statuses.push((await upload(market, png(width, 8), operatorToken)).status)
  expect(statuses).toEqual([200, 200, 409, 200])
})
