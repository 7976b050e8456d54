import { Client } from 'pg'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../server/os/system.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { join, joinSeller } from '../support/drivers/client.ts'
import { get } from '../support/drivers/http.ts'
import { atEnd, leaveNothing } from '../support/drivers/leftovers.ts'
import { sharedPostgres } from '../support/drivers/postgres.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const newUrl = async (): Promise<string> => (await sharedPostgres()).createDatabase()

async function readyOf(market: MarketServer): Promise<unknown> {
  const { status, body } = await get(`${market.url}/readyz`)
  return { status, reason: JSON.parse(body.toString()).error?.reason }
}

/** A node that cannot read this release's entries, and does not end. */
async function registerOlder(url: string): Promise<Client> {
  const client = new Client({ connectionString: url })
  await client.connect()
  atEnd(() => client.end())
  await client.query(
    "insert into souk_nodes (node, reads, seq, seen_at) values ('older', 2, 0, now() + interval '1 hour')",
  )
  return client
}

test('[nodes] beside a node of an earlier release nothing is sold, and /readyz says why', async () => {
  const url = await newUrl()
  const market = await MarketServer.start({ environment: { SOUK_DATABASE_URL: url } })
  expect(await readyOf(market)).toEqual({ status: 200 })
  const older = await registerOlder(url)
  await expect.poll(() => readyOf(market)).toEqual({ status: 503, reason: 'older_node' })
  expect((await get(`${market.url}/healthz`)).status).toBe(200)
  await older.query("delete from souk_nodes where node = 'older'")
  await expect.poll(() => readyOf(market)).toEqual({ status: 200 })
})

test("[G11] a node whose clock differs from the database's says so", async () => {
  const url = await newUrl()
  let aheadMs = 0
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs }
  const market = await MarketServer.start({ environment: { SOUK_DATABASE_URL: url }, world: { clock } })
  expect(await readyOf(market)).toEqual({ status: 200 })
  aheadMs = 6_000
  await expect.poll(() => readyOf(market)).toEqual({ status: 503, reason: 'clock_differs' })
  expect((await get(`${market.url}/healthz`)).status).toBe(200)
})

test('[nodes] the metrics show turns, nodes and the database', async () => {
  const url = await newUrl()
  const [market] = await Promise.all([
    MarketServer.start({ environment: { SOUK_DATABASE_URL: url } }),
    MarketServer.start({ environment: { SOUK_DATABASE_URL: url } }),
  ])
  const product = await list(await joinSeller(market), { stock: 3 })
  await (await join(market, '/')).ok('purchase:create', purchase(product))
  const valueNow = async (sample: string): Promise<number> => {
    const row = (await get(`${market.url}/metrics`)).body
      .toString()
      .split('\n')
      .find((each) => each.startsWith(`${sample} `))
    return Number(row?.split(' ').at(-1))
  }
  for (const part of ['wait', 'hold'])
    expect(await valueNow(`souk_turn_seconds_count{part="${part}"}`)).toBeGreaterThan(1)
  await expect.poll(() => valueNow('souk_nodes')).toBe(2)
  expect(await valueNow('souk_database_durability{setting="fsync"}')).toBe(1)
  for (const name of ['souk_turns_ended_total', 'souk_unknown_total', 'souk_forks_total'])
    expect(await valueNow(name)).toBe(0)
  expect(await valueNow('souk_journal_away_seconds_total')).toBe(0)
  expect(Math.abs(await valueNow('souk_clock_difference_seconds'))).toBeLessThan(1)
})
