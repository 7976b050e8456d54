import { afterEach, expect, test } from 'vitest'
import { png } from '../support/builders/pictures.ts'
import { list, newId } from '../support/builders/wares.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { ask } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { bearer, inviteSeller, joinShopOf, type Person, postAs } from '../support/drivers/people.ts'
import { type Market, MarketServer } from '../support/drivers/server.ts'

/** How much one shop may write in an hour, without slowing down others behind the same address. */

afterEach(leaveNothing)

const upload = (market: Market, person: Person, width: number) => {
  const body = png(width, 8)
  const headers = { ...bearer(person), 'content-length': String(body.length) }
  return ask(`${market.url}/api/images`, { method: 'POST', headers, body })
}

async function importRows(market: Market, person: Person, rows: number): Promise<number> {
  const lines = Array.from({ length: rows }, (_, index) => `Bread ${index},1.00,1`)
  const body = Buffer.from(['name,price,stock', ...lines].join('\n'))
  const headers = { ...bearer(person), 'content-length': String(body.length) }
  const checked = await ask(`${market.url}/api/import?check=1`, { method: 'POST', headers, body })
  if (checked.status !== 200) return checked.status
  const { token } = checked.json() as { token: string }
  return (await postAs(market, '/api/import', { id: newId(), token }, person)).status
}

test('[limits] a shop that lists and deletes in a loop is slowed down, and no other shop', async () => {
  const market = await MarketServer.start({ bounds: { rates: { productsCreatedPerShopPerHour: 5 } } })
  const greedy = await inviteSeller(market, 'greedy@example.org', 'Greedy')
  const [stream, honest] = [
    await joinShopOf(market, greedy),
    await joinShopOf(market, await inviteSeller(market, 'honest@example.org', 'Honest')),
  ]
  for (let count = 0; count < 5; count += 1) {
    const { id } = await list(stream)
    await stream.ok('product:delete', { id: newId(), productId: id })
  }
  const command = { id: newId(), name: 'Bread', price: 1, stock: 1 }
  expect(await stream.refused('product:create', command)).toMatchObject({ code: 'too_many_requests' })
  expect(await importRows(market, greedy, 2)).toBe(429)
  // Naming another shop does not count towards that shop's limit.
  for (let count = 0; count < 9; count += 1)
    await stream.refused('product:create', { ...command, id: newId(), shopId: 3 })
  for (let count = 0; count < 5; count += 1) await list(honest)
  const house = await joinSeller(market)
  for (let count = 0; count < 9; count += 1) await list(house)
})

test('[limits] a shop’s first minute meets no limit: a whole file, a few small ones, hundreds of pictures', async () => {
  const market = await MarketServer.start()
  const seller = await inviteSeller(market, 'seller@example.org', 'Own')
  expect(await importRows(market, seller, 9_000)).toBe(200)
  for (let count = 0; count < 3; count += 1) expect(await importRows(market, seller, 5)).toBe(200)
  for (let width = 1; width <= 300; width += 1) expect((await upload(market, seller, width)).status).toBe(200)
})

test('[limits] a seller who transfers too much is refused, and others behind the same address are not', async () => {
  const market = await MarketServer.start({
    bounds: { rates: { transfersPerSellerPerMinute: 3, transfersPerAddressPerMinute: 7 } },
  })
  const greedy = await inviteSeller(market, 'greedy@example.org', 'Greedy')
  const honest = await inviteSeller(market, 'honest@example.org', 'Honest')
  const statuses: number[] = []
  for (let width = 1; width <= 9; width += 1) statuses.push((await upload(market, greedy, width)).status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(3)
  for (let width = 1; width <= 3; width += 1) expect((await upload(market, honest, width)).status).toBe(200)
})
