import { afterEach, expect, test } from 'vitest'
import { list, newId } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer, tirelessBuyers } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** A buyer with `orders` orders of 50 lines: a page of them is some hundred kilobytes. */
async function withHeavyOrders(market: MarketServer, orders: number) {
  const product = await list(await joinSeller(market), { stock: 1_000_000 })
  const buyer = await join(market, '/')
  const lines = Array.from({ length: 50 }, () => ({
    productId: product.id,
    quantity: 1,
    unitPrice: product.price,
  }))
  for (let placed = 0; placed < orders; placed += 1) await buyer.ok('purchase:create', { id: newId(), lines })
  return buyer
}

test('[G8] a client that requests fifty large pages at once gets a few of them, and is told to read first', async () => {
  const market = await MarketServer.start({ bounds: tirelessBuyers })
  const buyer = await withHeavyOrders(market, 60)
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => buyer.request('order:list', { limit: 60 })),
  )
  const refused = answers.flatMap((answer) => (answer.ok ? [] : [answer.error]))
  expect(refused.length).toBeGreaterThanOrEqual(45)
  expect(refused).toEqual(
    refused.map(() =>
      expect.objectContaining({ code: 'too_many_requests', retryAfterMs: expect.any(Number) }),
    ),
  )
})

test('[G13] large pages cost more of a session’s rate than small ones', async () => {
  const market = await MarketServer.start({
    bounds: { ...tirelessBuyers, rates: { ...tirelessBuyers.rates, queryPointsPerSessionPerSecond: 100 } },
  })
  const buyer = await withHeavyOrders(market, 60)
  const one = async (limit: number): Promise<string> => {
    const answer = await buyer.request('order:list', { limit })
    return answer.ok ? 'ok' : answer.error.code
  }
  const large: string[] = []
  for (let asked = 0; asked < 5; asked += 1) large.push(await one(60))
  expect(large).toContain('too_many_requests')
  expect(large[0]).toBe('ok')
})
