import { afterEach, expect, test } from 'vitest'
import { list, newId, purchase } from '../support/builders/wares.ts'
import { proxyTo } from '../support/doubles/blocking-proxy.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { pageBuyer } from '../support/drivers/page-clients.ts'
import { connectionsOf, RawPolling } from '../support/drivers/raw-polling.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

test('[G7] the more clients poll, the less often each is sent changes, and none misses any', async () => {
  const market = await MarketServer.start({
    bounds: { socket: { pollNewsPerSecondMax: 10 }, broadcast: { heartbeatMs: 100 } },
  })
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 100 })
  const watchers = await Promise.all(
    Array.from({ length: 5 }, () => join(market, '/', { transport: 'polling' })),
  )
  const changesBefore = watchers[0]!.heard.length
  for (let sold = 0; sold < 60; sold += 1)
    await seller.ok('product:restock', { id: newId(), productId: product.id, quantity: -1 })
  await Promise.all(watchers.map((one) => one.until(() => one.stock(product.id) === 40)))
  expect(watchers[0]!.heard.length - changesBefore).toBeLessThan(60)
  expect(watchers.map(({ stream }) => stream.resets)).toEqual([1, 1, 1, 1, 1])
})

test('[G5] the terminal’s and the rush’s clients use polling where a proxy refuses WebSockets, and buy once', async () => {
  const market = await MarketServer.start()
  const product = await list(await joinSeller(market), { stock: 5 })
  const proxy = await proxyTo(market, { webSockets: 'refuse 403' })
  const buyer = pageBuyer(proxy)
  await buyer.inStep()
  expect(await connectionsOf(market)).toMatchObject({ polling: 1 })
  await buyer.buys(product)
  await buyer.until(() => buyer.client.store.product(product.id)?.stock === 4, 'one less')
  expect(market.core.market.counters.orders).toBe(1)
})

test('[G13] a thousand buyers behind one address who all poll buy at once, with limits on', async () => {
  const endless = 1_000_000
  const market = await MarketServer.start({ bounds: { socket: { pingIntervalMs: endless } } })
  const product = await list(await joinSeller(market), { stock: 2_000 })
  const buyers: RawPolling[] = []
  // They connect over a few seconds, as people do, and all buy at once.
  while (buyers.length < 1_000)
    buyers.push(...(await Promise.all(Array.from({ length: 100 }, () => RawPolling.join(market)))))
  const replies = await Promise.all(
    buyers.map((buyer) => buyer.ask('purchase:create', purchase(product)) as Promise<{ ok: boolean }>),
  )
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1_000)
  expect(market.core.market.products.get(product.id)?.stock).toBe(1_000)
}, 180_000)
