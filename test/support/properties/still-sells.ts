import { expect } from 'vitest'
import { list, purchase } from '../builders/wares.ts'
import { join, joinSeller } from '../drivers/client.ts'
import { get } from '../drivers/http.ts'
import type { Market } from '../drivers/server.ts'

/** Checks that the market still lists and sells products, and sends both to everybody. */
export async function expectStillSells(market: Market): Promise<void> {
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 3 })
  const buyer = await join(market, '/')
  const watcher = await join(market, '/board')
  await buyer.ok('purchase:create', purchase(product, 2))
  await watcher.until(() => watcher.stock(product.id) === 1)
  expect((await get(`${market.url}/healthz`)).status).toBe(200)
  for (const client of [seller, buyer, watcher]) client.leave()
}
