import { afterEach, expect, test } from 'vitest'
import { list } from '../support/builders/wares.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { joinSeller } from '../support/drivers/client.ts'
import { firstSecondOfDrop, hallBuysAtOnce, tillFulfils } from '../support/drivers/honest-load.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

test('[G13] a hall of 1,000 buyers behind one address buys at once', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market), { stock: 1_000, limitPerBuyer: 1 })
  const { orders, refused } = await hallBuysAtOnce(market, product)
  expect(refused).toEqual({})
  expect(new Set(orders.map(({ buyerId }) => buyerId)).size).toBe(1_000)
})

test('[G13] 200 orders are placed within the first second of a drop', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market), { stock: 200 })
  const { orders, refused } = await firstSecondOfDrop(market, product)
  expect(refused).toEqual({})
  expect(orders).toHaveLength(200)
})

test('[G13] a till fulfils ten orders a minute for half an hour', async () => {
  const clock = new ShiftedClock()
  const market = await MarketServer.start({ world: { clock } })
  const product = await list(await joinSeller(market), { stock: 300 })
  const { orders, refused } = await tillFulfils(market, product, {
    minutes: 30,
    pass: (ms) => clock.skip(ms),
  })
  expect(refused).toEqual({})
  expect(orders).toHaveLength(300)
})
