import { readdir, readFile } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { list, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { sharedPostgres } from '../support/drivers/postgres.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

/** Takes the groups after a seq out of the database, as a failover to a standby does that was behind. */
async function loseAfter(url: string, seq: number): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query('delete from souk_groups where first_seq > $1', [seq])
  await client.end()
}

test('[G7] a node stops whose database has lost entries, lists the orders, and starts a new epoch', async () => {
  const url = await (await sharedPostgres()).createDatabase()
  const failed = Promise.withResolvers<unknown>()
  const world = { onFailed: failed.resolve }
  const market = await MarketServer.start({ environment: { SOUK_DATABASE_URL: url }, world })
  const seller = await joinSeller(market)
  const product = await list(seller, { stock: 10 })
  const buyer = await join(market, '/')
  const kept = await buyer.ok('purchase:create', purchase(product))
  const { order } = await buyer.ok('purchase:create', purchase(product))
  const { epoch } = market.core.market.counters
  await loseAfter(url, kept.seq)
  buyer.ask('purchase:create', purchase(product)).catch(() => undefined)
  expect(await failed.promise).toMatchObject({ name: 'JournalFork' })
  const name = (await readdir(market.folder)).find((each) => each.startsWith('lost-'))!
  const lost = JSON.parse(await readFile(joinPath(market.folder, name), 'utf8'))
  expect(lost).toMatchObject({
    afterSeq: kept.seq,
    orders: [{ id: order.id, pickupCode: order.pickupCode, isWhollyLost: true }],
  })
  await market.restart()
  expect(market.core.market.counters.epoch).not.toBe(epoch)
  await buyer.until(() => buyer.stock(product.id) === 9)
  expect(buyer.stream.resets).toBe(2)
  await market.restart()
  expect(market.core.market.counters.epoch).toBe(buyer.view!.epoch)
})
