import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../server/os/system.ts'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { startNodes } from '../support/drivers/nodes.ts'
import { isDead, joinAs, openGuest, signUp } from '../support/drivers/people.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** The database's clock cannot be moved, and nodes whose date differs from it sell nothing. */
class WaitingClock extends ShiftedClock {
  override now(): number {
    return systemClock.now()
  }
}

test('[G5] what a node recorded and did not do before it ended, another node does', async () => {
  const [one, other] = await startNodes(undefined, (setting) =>
    MarketServer.start({ ...setting, bounds: { outbox: { takeoverMs: 200 } } }),
  )
  const product = await list(await joinSeller(other), { stock: 5 })
  const guest = await openGuest(one)
  const buyer = await joinAs(one, guest)
  const { order } = await buyer.ok('purchase:create', purchase(product))
  const amara = await signUp(one, 'amara@example.org')
  const { id } = one.core.accounts.byEmail('amara@example.org')!
  const { buyerId, id: sessionId } = one.core.sessions.check(guest.token)!
  const merging = [{ sessionId, buyerId, expiresAt: systemClock.now() + 3_600_000 }]
  await one.core.accounts.change(id, () => ({ merging, opening: { name: 'Bakery' } }))
  await one.stop()
  await expect.poll(() => other.core.accounts.byId(id)).toMatchObject({ merging: [], opening: null })
  const { shopId } = other.core.accounts.byId(id)!
  expect(other.core.market.shops.get(shopId!)).toMatchObject({ slug: 'bakery', sellerId: id })
  expect(other.core.market.shops.map.size).toBe(2)
  const { orders } = await (await joinAs(other, amara)).ok('order:list', {})
  expect(orders.map((each) => each.id)).toEqual([order.id])
  expect(await isDead(other, guest)).toBe(true)
})

/** Two nodes that meet deadlines at once. */
const startPunctual = (clock: WaitingClock) =>
  startNodes(undefined, (setting) =>
    MarketServer.start({
      ...setting,
      world: { clock },
      bounds: { timekeeper: { startGraceMs: 0, waitMsMax: 20 } },
    }),
  )

test.each([
  ['while both nodes run', false],
  ['when the node that sold it has ended', true],
])('[G5] an order expires once %s', async (_, hasEnded) => {
  const clock = new WaitingClock()
  const [one, other] = await startPunctual(clock)
  const seller = await joinSeller(other)
  await seller.ok('shop:update', { id: newId(), collectMinutes: 60 })
  const product = await list(seller, { stock: 3 })
  const watcher = await join(other, '/')
  const buyer = await join(one, '/')
  await buyer.until(() => buyer.stock(product.id) === 3)
  for (let count = 0; count < 3; count += 1) await buyer.ok('purchase:create', purchase(product))
  await watcher.until(() => watcher.stock(product.id) === 0)
  if (hasEnded) await one.stop()
  const { seq } = other.core.market.counters
  clock.skip(3_600_000)
  await watcher.until(() => watcher.stock(product.id) === 3)
  // Another command, by which a second expiry would have been decided too.
  await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: 1 })
  await watcher.until(() => watcher.stock(product.id) === 4)
  expect(other.core.market.counters.seq).toBe(seq + 4)
})

test('[G5] a shop that is closed until a time opens once, by whichever node', async () => {
  const clock = new WaitingClock()
  const [one, other] = await startPunctual(clock)
  const seller = await joinSeller(other)
  const watchers = [await join(one, '/'), await join(other, '/')]
  const allAre = (status: string) =>
    Promise.all(watchers.map((each) => each.until(() => each.view?.shops.get(1)?.status === status)))
  const reopensAt = systemClock.now() + 3_600_000
  const { seq } = await seller.ok('shop:update', { id: newId(), status: 'closed', reopensAt })
  await allAre('closed')
  clock.skip(3_600_000)
  await allAre('open')
  // Another command, by which a second opening would have been decided too.
  const renamed = await seller.ok('shop:update', { id: newId(), name: 'Once' })
  expect(renamed.seq).toBe(seq + 2)
})
