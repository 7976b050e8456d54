import { readdirSync, statSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { LightBuyer } from '../support/drivers/light-buyer.ts'
import { signUp } from '../support/drivers/people.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

interface Bought {
  order: { buyerId: string }
}

const bytesAboutPeople = (folder: string): number =>
  readdirSync(folder)
    .filter((name) => name.startsWith('people'))
    .reduce((sum, name) => sum + statSync(joinPath(folder, name)).size, 0)

test('[G13] 1,000 guests behind one address set their names and buy at once', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market), { stock: 1_000 })
  const hall: LightBuyer[] = []
  for (let count = 0; count < 1_000; count += 100)
    hall.push(...(await Promise.all(Array.from({ length: 100 }, () => LightBuyer.join(market)))))
  const answers = await Promise.all(
    hall.map(async (buyer, index) => {
      const renamed = await buyer.ask('session:rename', { name: `Buyer ${index}` })
      return [renamed, await buyer.buy(purchase(product))]
    }),
  )
  expect(answers.flat().filter((answer) => !(answer as { ok: boolean } | null)?.ok)).toEqual([])
  await market.restart()
  const named = answers.map(([, bought]) => market.core.pickupNames.of((bought as Bought).order.buyerId))
  expect(named).toEqual(hall.map((_, index) => `Buyer ${index}`))
})

test('[limits] the name of a guest is stored when the guest orders, not before', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market))
  const guests = await Promise.all(
    Array.from({ length: 50 }, () => join(market, '/', { auth: { watch: false } })),
  )
  const before = bytesAboutPeople(market.folder)
  for (const [index, guest] of guests.entries())
    await guest.ok('session:rename', { name: `Guest of ${index}` })
  expect(bytesAboutPeople(market.folder)).toBe(before)
  expect((await guests[7]!.ok('purchase:create', purchase(product))).order.buyerName).toBe('Guest of 7')
  const growth = bytesAboutPeople(market.folder) - before
  expect(growth).toBeGreaterThan(0)
  expect(growth).toBeLessThan(200)
})

test('[limits] a session and an address can set only so many names within ten minutes', async () => {
  const market = await MarketServer.start({
    bounds: { rates: { namesPerSessionPerTenMinutes: 3, namesPerAddressPerTenMinutes: 7 } },
  })
  const names = async (): Promise<number> => {
    const guest = await join(market, '/')
    for (let count = 0; ; count += 1) {
      const answer = await guest.request('session:rename', { name: `Name ${count}` })
      if (answer.ok) continue
      expect(answer.error.code).toBe('too_many_requests')
      return count
    }
  }
  expect([await names(), await names(), await names()]).toEqual([3, 3, 1])
})

test('[G13] a sign-up succeeds as a whole when the store of names is full', async () => {
  const market = await MarketServer.start({ bounds: { session: { namesMax: 0 } } })
  const product = await list(await joinSeller(market))
  const guest = await join(market, '/')
  await guest.ok('session:rename', { name: 'Amara' })
  expect((await guest.ok('purchase:create', purchase(product))).order.buyerName).toBe('Amara')
  const person = await signUp(market, 'amara@example.org')
  expect(person.session.role).toBe('buyer')
})
