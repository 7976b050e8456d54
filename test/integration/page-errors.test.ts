import { afterEach, expect, test } from 'vitest'
import { post } from '../support/drivers/http.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const broken = {
  id: '7VMHHG23',
  page: 'product',
  message: 'x is not a function',
  stack: 'at Card (index.js:1:2)',
}

test('[logs] the log has the id that a person saw when a page failed', async () => {
  const market = await MarketServer.start()
  expect((await post(`${market.url}/api/page-errors`, { body: broken })).status).toBe(200)
  expect(market.logged('a page broke')).toMatchObject([
    { errorId: '7VMHHG23', page: 'product', pageMessage: 'x is not a function' },
  ])
})

test('[G13] pages that fail too often, or report too much, do not fill the log', async () => {
  const market = await MarketServer.start({ bounds: { rates: { transfersPerAddressPerMinute: 30 } } })
  const large = { ...broken, stack: 'x'.repeat(4_001) }
  expect((await post(`${market.url}/api/page-errors`, { body: large })).status).toBe(400)
  const statuses = []
  for (let count = 0; count < 3; count += 1)
    statuses.push((await post(`${market.url}/api/page-errors`, { body: broken })).status)
  expect(statuses).toEqual([200, 200, 429])
  expect(market.logged('a page broke')).toHaveLength(2)
})
