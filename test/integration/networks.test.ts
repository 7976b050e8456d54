import { afterEach, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { LightBuyer } from '../support/drivers/light-buyer.ts'
import { MarketServer } from '../support/drivers/server.ts'
import { readJournal } from '../support/properties/judge.ts'

afterEach(leaveNothing)

const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })

/** Orders by three guests of one network and one of another, and by one of the same /64. */
async function ordered() {
  const clock = new ShiftedClock()
  const market = await MarketServer.start({ environment: { SOUK_TRUST_PROXY: '1' }, world: { clock } })
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 100 })
  const buyFrom = async (address: string): Promise<string> => {
    const buyer = await LightBuyer.join(market, from(address))
    const command = purchase(product)
    expect(await buyer.buy(command)).toMatchObject({ ok: true })
    return command.id
  }
  const crowd = [await buyFrom('198.51.100.1'), await buyFrom('198.51.100.1'), await buyFrom('198.51.100.1')]
  const other = await buyFrom('198.51.100.2')
  const near = [await buyFrom('2001:db8:1::1'), await buyFrom('2001:db8:1::2')]
  return { market, clock, seller, product, crowd, other, near }
}

test('[shops] orders of one network are found by its tag, and cancelled together', async () => {
  const { seller, product, crowd, other, near } = await ordered()
  const { networks } = await seller.ok('order:list', {})
  const tag = networks[crowd[0]!]!
  expect(tag).toMatch(/^[0-9a-f]{8}$/)
  expect(crowd.map((id) => networks[id])).toEqual([tag, tag, tag])
  expect(networks[other]).not.toBe(tag)
  expect(networks[near[0]!]).toBe(networks[near[1]!])
  const found = await seller.ok('order:list', { network: tag, status: 'placed' })
  expect(found.orders.map(({ id }) => id).sort()).toEqual([...crowd].sort())
  for (const { id: orderId } of found.orders)
    await seller.ok('order:cancel', { id: newId(), orderId, reason: 'Too many from one network' })
  await seller.until(() => seller.stock(product.id) === 97)
  expect((await seller.ok('order:list', { network: tag, status: 'placed' })).orders).toEqual([])
})

test('[shops] orders are found by the time when they were placed', async () => {
  const { market, clock, seller, product } = await ordered()
  const buyer = await join(market, '/', { auth: { watch: false } })
  clock.skip(3_600_000)
  const { order } = await buyer.ok('purchase:create', purchase(product))
  const { placedAt } = order
  const between = async (since: number, until: number) =>
    (await seller.ok('order:list', { since, until })).orders.map(({ id }) => id)
  expect(await between(placedAt, placedAt + 1)).toEqual([order.id])
  expect(await between(0, placedAt)).toHaveLength(6)
  expect(await between(0, placedAt - 3_600_000)).toHaveLength(6)
  expect(await between(placedAt + 1, Number.MAX_SAFE_INTEGER)).toEqual([])
})

test('[G12] networks are shown to sellers only, are not in the journal, and expire', async () => {
  const { market, clock, seller, product, crowd } = await ordered()
  const before = (await seller.ok('order:list', {})).networks
  const buyer = await join(market, '/', { auth: { watch: false } })
  await buyer.ok('purchase:create', purchase(product))
  expect(await buyer.ok('order:list', {})).not.toHaveProperty('networks')
  await market.restart()
  await seller.ready()
  expect((await seller.ok('order:list', {})).networks).toMatchObject(before)
  const journal = JSON.stringify(await readJournal(market.folder))
  expect(journal).not.toContain('198.51.100')
  expect(journal).not.toContain(before[crowd[0]!]!)
  clock.skip(31 * 24 * 3_600_000)
  expect((await seller.ok('order:list', {})).networks).toEqual({})
})
