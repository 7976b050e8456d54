import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { moveToDatabase, moveToFolder } from '../../server/backup/move-market.ts'
import { type Disk, errorCode } from '../../server/disk/disk.ts'
import { lockFolder } from '../../server/disk/folder-lock.ts'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { systemClock } from '../../server/os/system.ts'
import { DatabaseSession } from '../../server/postgres/database.ts'
import { migrate } from '../../server/postgres/migrate.ts'
import { quietDatabase } from '../../server/postgres/quiet-database.ts'
import { verifyFolder } from '../../server/verify/verify.ts'
import { verifyDatabase } from '../../server/verify/verify-database.ts'
import { type MarketRecord, type People, recordOf } from '../fixtures/record.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { list, purchase } from '../support/builders/wares.ts'
import { failing } from '../support/doubles/failing-disk.ts'
import { ShiftedClock } from '../support/doubles/shifted-clock.ts'
import { join } from '../support/drivers/client.ts'
import { killWhileWaiting } from '../support/drivers/kill-while-waiting.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { openGuest } from '../support/drivers/people.ts'
import { sharedPostgres } from '../support/drivers/postgres.ts'
import { runScriptWith } from '../support/drivers/run-script.ts'
import { MarketServer } from '../support/drivers/server.ts'

afterEach(leaveNothing)

const fixtures = joinPath(import.meta.dirname, '../fixtures')
const fixtureNames = ['v1', 'v3'].flatMap((version) =>
  readdirSync(joinPath(fixtures, version)).map((name) => ({ version, name })),
)

const readJson = (...path: string[]) => JSON.parse(readFileSync(joinPath(fixtures, ...path), 'utf8'))

/** A copy of a folder that an earlier release wrote, an empty database, and the name of a folder to move to. */
async function begin({ version, name } = { version: 'v1', name: 'clean-stop' }) {
  const root = await makeTemporaryFolder()
  const folder = joinPath(root, 'market')
  cpSync(joinPath(fixtures, version, name, 'market'), folder, { recursive: true })
  const people: People = readJson(version, name, 'people.json')
  const record: MarketRecord = readJson(version, name, 'record.json')
  const url = await (await sharedPostgres()).createDatabase()
  return { folder, back: joinPath(root, 'back'), url, people, record }
}

/** Opens a market a day after its last order, so that no session has expired whenever this test runs. */
const open = (record: MarketRecord, folder: string, url = '') => {
  const lastAt = Math.max(...record.orders.flat().map(({ placedAt }) => placedAt))
  return MarketServer.start({
    folder,
    environment: { SOUK_OPERATOR_TOKEN: '', SOUK_DATABASE_URL: url },
    world: { clock: new ShiftedClock(lastAt + 86_400_000) },
  })
}

const dependenciesOn = (disk: Disk = nodeDisk) => ({
  disk,
  lockFolder,
  verify: verifyFolder,
  clock: systemClock,
})

const journalFiles = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder)
      .filter((name) => /^journal-\d+\.jsonl$/.test(name))
      .map((name) => [name, readFileSync(joinPath(folder, name), 'latin1')]),
  )

/** Runs SQL on the database of a URL, and returns its rows. */
async function run(url: string, sql: string): Promise<object[]> {
  const session = new DatabaseSession(quietDatabase(url))
  try {
    return (await session.query(sql)).rows
  } finally {
    session.close()
  }
}

async function said(...words: Parameters<typeof runScriptWith>): Promise<string> {
  const { code, output } = await runScriptWith(...words)
  return `${code} ${output.trim()}`
}

describe.each(fixtureNames)('a folder written by $version ($name)', (fixture) => {
  test('[G15] is moved into a database, opened and sold there, and moved back with the same bytes', async () => {
    const { folder, back, url, people, record } = await begin(fixture)
    const { entries } = await moveToDatabase(dependenciesOn(), folder, url)
    expect((await verifyDatabase(quietDatabase(url))).findings).toEqual([])
    expect((await run(url, 'select max(last_seq)::int as last from souk_groups'))[0]).toEqual({
      last: entries,
    })
    await moveToFolder(dependenciesOn(), url, back)
    const [name, bytes] = [...journalFiles(folder)][0]!
    const moved = journalFiles(back).get(name)!
    // A torn tail is left behind.
    expect(moved.length).toBeGreaterThan(0)
    expect(bytes.startsWith(moved)).toBe(true)
    await run(url, "delete from souk_settings where name = 'moved'")
    const node = joinPath(back, '../node')
    const market = await open(record, node, url)
    expect(await recordOf(market, people)).toMatchObject(record)
    expect(readdirSync(joinPath(back, 'images'))).toEqual(readdirSync(joinPath(folder, 'images')))
    // Selling needs the database's time.
    await market.restart({ world: {} })
    const seller = await join(market, '/seller', { auth: { token: people.operatorToken } })
    const product = await list(seller, { stock: 3 })
    const buyer = await join(market, '/', { auth: { token: (await openGuest(market)).token } })
    await buyer.ok('purchase:create', purchase(product, 2))
    await market.stop()
    const { findings, counts } = await verifyDatabase(quietDatabase(url))
    expect([findings, counts.orders]).toEqual([[], record.orders.flat().length + 1])
  })
})

describe('a move', () => {
  test('[G7] to a database and back is the same market with the same epoch, and the sources do not start', async () => {
    const { folder, back, url, people, record } = await begin()
    const there = { SOUK_DATA: folder, SOUK_DATABASE_URL: url }
    expect(await said(there, 'move', '--to', 'database')).toMatch(
      /^0 Moved the market of .*\n {2}entries {4}\d+\n/,
    )
    await expect(open(record, folder)).rejects.toThrow(/was moved to the database .*: set SOUK_DATABASE_URL/)
    expect(await said(there, 'move', '--to', 'database')).toMatch(/^0 Moved the market of /)
    const node = joinPath(back, '../node')
    const market = await open(record, node, url)
    const lived = await recordOf(market, people)
    expect(lived.images).toEqual(record.images)
    expect(lived.epoch).toBe(record.epoch)
    expect(await said({ ...there, SOUK_DATA: back }, 'move', '--to', 'folder')).toMatch(
      /^1 A node runs on this database\. Stop all of them/,
    )
    await market.stop()
    expect(await said({ ...there, SOUK_DATA: back }, 'move', '--to', 'folder')).toMatch(
      /^0 Moved the market of /,
    )
    await expect(open(record, folder, url)).rejects.toThrow(
      /was moved to the folder .*: unset SOUK_DATABASE_URL/,
    )
    const again = await open(record, back)
    expect(await recordOf(again, people)).toEqual(lived)
    await again.stop()
    expect((await verifyFolder(back)).findings).toEqual([])
  })

  test('[G13] is refused without a market, to a market, while it runs, and where it is called wrongly', async () => {
    const { folder, back, url, record } = await begin()
    const market = await open(record, folder)
    const there = { SOUK_DATA: folder, SOUK_DATABASE_URL: url }
    expect(await said(there, 'move', '--to', 'database')).toMatch(/^1 A market is running on /)
    await market.stop()
    expect(await said({ ...there, SOUK_DATA: back }, 'move', '--to', 'database')).toMatch(
      /^1 There is no market in /,
    )
    expect(await said({ ...there, SOUK_DATA: back }, 'move', '--to', 'folder')).toMatch(
      /^1 There is no market in /,
    )
    for (const words of [[], ['--to'], ['--to', 'elsewhere'], ['--to', 'database', 'more'], [back]])
      expect(await said(there, 'move', ...words)).toMatch(/^2 Say where to/)
    expect(await said({ SOUK_DATA: folder }, 'move', '--to', 'database')).toMatch(/^2 Say where to/)
    const other = await MarketServer.start({ environment: { SOUK_DATABASE_URL: url } })
    await other.stop()
    expect(await said(there, 'move', '--to', 'database')).toMatch(
      /^1 There is a market in the database .* already/,
    )
    expect(await said(there, 'move', '--to', 'folder')).toMatch(/^1 .* is not empty\. Name a new folder/)
    expect(existsSync(joinPath(folder, 'moved.json'))).toBe(false)
    expect(await run(url, "select from souk_settings where name = 'moved'")).toEqual([])
  })

  test('[G7] to a database whose disk fails at any step can be run again, and ends with one market', async () => {
    const { folder, url, record } = await begin()
    let steps = 0
    for (; ; steps += 1) {
      const isOver = await moveToDatabase(dependenciesOn(failing(steps)), folder, url).then(
        () => true,
        (error) => {
          if (errorCode(error) !== 'EIO') throw error
          return false
        },
      )
      if (isOver) break
      // Never both: until the mark is there, the database has no market.
      const isMarked = existsSync(joinPath(folder, 'moved.json'))
      const tables = await run(
        url,
        "select from pg_tables where schemaname = 'public' and tablename = 'souk_groups'",
      )
      expect(isMarked || tables.length === 0).toBe(true)
    }
    expect(steps).toBe(3)
    expect((await verifyDatabase(quietDatabase(url))).findings).toEqual([])
    await expect(open(record, folder)).rejects.toThrow('was moved')
  })

  test('[G7] to a folder whose disk fails at any step can be run again, and ends with one market', async () => {
    const { folder, back, url, record } = await begin()
    await moveToDatabase(dependenciesOn(), folder, url)
    let steps = 0
    for (; ; steps += 1) {
      const isOver = await moveToFolder(dependenciesOn(failing(steps)), url, back).then(
        () => true,
        (error) => {
          if (errorCode(error) !== 'EIO') throw error
          return false
        },
      )
      if (isOver) break
      const marks = await run(url, "select from souk_settings where name = 'moved'")
      expect(marks.length === 1 || !existsSync(back)).toBe(true)
    }
    expect(steps).toBeGreaterThan(10)
    await expect(open(record, back, url)).rejects.toThrow('was moved')
    const market = await open(record, back)
    expect(market.core.market.counters.epoch).toBe(record.epoch)
  })
})

test('[G3] a folder with a picture that is not what its name says is not moved, and still starts', async () => {
  const { folder, url, record } = await begin()
  const path = joinPath(folder, 'images', readdirSync(joinPath(folder, 'images'))[0]!)
  appendFileSync(path, 'more')
  await expect(moveToDatabase(dependenciesOn(), folder, url)).rejects.toThrow(
    `${path} is not the picture that its name says`,
  )
  expect((await open(record, folder)).core.market.counters.epoch).toBe(record.epoch)
})

describe('a move that is interrupted', () => {
  test('[G7] that is killed on its way to a database leaves the folder usable until the database is, and is run again', async () => {
    const { folder, url, record } = await begin()
    const there = { SOUK_DATA: folder, SOUK_DATABASE_URL: url }
    await migrate(quietDatabase(url))
    await killWhileWaiting(there, 'select pg_advisory_lock(7241865325823964)', 'move', '--to', 'database')
    await (await open(record, folder)).stop()
    await killWhileWaiting(
      there,
      'begin; lock table souk_settings in access share mode',
      'move',
      '--to',
      'database',
    )
    await expect(open(record, folder)).rejects.toThrow('If the move did not end, run it again')
    expect(await run(url, 'select from souk_groups')).toEqual([])
    const { output } = await runScriptWith(there, 'move', '--to', 'database')
    expect(output).toContain('It was checked there.')
    expect(await run(url, "select from pg_namespace where nspname = 'souk_unfinished'")).toEqual([])
    const market = await open(record, folder, url)
    expect(market.core.market.counters.epoch).toBe(record.epoch)
  })

  test('[G7] to a database on which a node starts meanwhile is refused, and the folder still starts', async () => {
    const { folder, url, record } = await begin()
    await migrate(quietDatabase(url))
    const holder = await quietDatabase(url).connect()
    await holder.query('select pg_advisory_lock(7241865325823964)')
    const moving = moveToDatabase(dependenciesOn(), folder, url)
    await expect.poll(() => run(url, 'select from pg_locks where not granted')).not.toEqual([])
    await run(
      url,
      "insert into souk_nodes (node, reads, seq, seen_at) values ('late', 1, 0, clock_timestamp())",
    )
    await holder.end()
    await expect(moving).rejects.toThrow('A node runs on this database')
    expect((await open(record, folder)).core.market.counters.epoch).toBe(record.epoch)
  })

  test('[G7] that is killed on its way to a folder is run again, and twice is as good as once', async () => {
    const { folder, back, url, record } = await begin()
    await moveToDatabase(dependenciesOn(), folder, url)
    const there = { SOUK_DATA: back, SOUK_DATABASE_URL: url }
    await killWhileWaiting(
      there,
      'begin; lock table souk_records in access exclusive mode',
      'move',
      '--to',
      'folder',
    )
    expect(existsSync(back)).toBe(false)
    await expect(open(record, folder, url)).rejects.toThrow('If the move did not end, run it again')
    const first = await runScriptWith(there, 'move', '--to', 'folder')
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('It was checked there.') })
    expect(await runScriptWith(there, 'move', '--to', 'folder')).toEqual(first)
    const market = await open(record, back)
    expect(market.core.market.counters.epoch).toBe(record.epoch)
  })
})
