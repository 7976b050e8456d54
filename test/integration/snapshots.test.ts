import { readdirSync, unlinkSync } from 'node:fs'
import { join as path } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { verifyFolder } from '../../server/verify/verify.ts'
import { advance } from '../support/builders/filling.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { MarketServer } from '../support/drivers/server.ts'
import { contentsOf } from '../support/properties/market-contents.ts'

afterEach(leaveNothing)

const snapshotsIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('snapshot-'))

test('[G14] a snapshot is made while the market sells, and a start from it equals one from the journal', async () => {
  const market = await MarketServer.start({ bounds: { snapshot: { entriesMin: 500, restFactor: 0 } } })
  const product = await list(await joinSeller(market), { stock: 100 })
  await advance(market.core, product.id, 600)
  const buyer = await join(market, '/')
  const { ok } = await buyer.request('purchase:create', purchase(product))
  await expect.poll(() => market.logged('snapshot saved'), { timeout: 30_000 }).toHaveLength(1)
  expect(market.core.snapshotAgeSeconds()).toBeGreaterThanOrEqual(0)
  const before = contentsOf(market.core.market)
  await market.restart()
  expect([ok, market.logged('the market is read').at(-1)?.snapshotSeq]).toEqual([true, expect.any(Number)])
  expect(market.logged('the market is read').at(-1)?.snapshotSeq).toBeGreaterThan(500)
  expect(contentsOf(market.core.market)).toEqual(before)
  await market.stop()
  const verdict = await verifyFolder(market.folder)
  expect([verdict.findings, verdict.counts.snapshots]).toEqual([[], 1])
  for (const name of snapshotsIn(market.folder)) unlinkSync(path(market.folder, name))
  await market.start()
  expect(contentsOf(market.core.market)).toEqual(before)
})
