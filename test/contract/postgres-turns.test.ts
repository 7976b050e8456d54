import { afterEach, expect, test } from 'vitest'
import { marketJournal, waitForLock } from '../../server/postgres/locks.ts'
import { migrate } from '../../server/postgres/migrate.ts'
import { appendGroups, entriesOf } from '../support/builders/entries.ts'
import { DatabaseProxy, type Point } from '../support/drivers/database-proxy.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'
import { sharedPostgres } from '../support/drivers/postgres.ts'
import { databaseAt, journalsOf } from '../support/drivers/postgres-nodes.ts'

afterEach(leaveNothing)

const silent = { on: () => undefined, announce: () => undefined }
const fromStart = { after: 0, replay: () => undefined }

async function openTwo() {
  const url = await (await sharedPostgres()).createDatabase()
  await migrate(databaseAt(url))
  const proxy = await DatabaseProxy.open(url)
  const behindProxy = await journalsOf(databaseAt(proxy.url), 'a', silent).open(fromStart)
  const other = await journalsOf(databaseAt(url), 'b', silent).open(fromStart)
  return { proxy, behindProxy, other }
}

test.for<Point>(['turn', 'insert', 'commit'])(
  '[G11] a node that is cut off at its %s does not make the others give up',
  async (point) => {
    const { proxy, behindProxy, other } = await openTwo()
    const cutOff = new Promise<void>((reached) => {
      proxy.once(point, () => {
        reached()
        return 'half'
      })
    })
    const appending = behindProxy.append(0, entriesOf(1, 1))
    await cutOff
    expect(await other.begin!(0)).toEqual({ kind: 'turn', entries: [] })
    expect(await other.append(0, entriesOf(1, 2))).toEqual({ kind: 'appended' })
    proxy.heal()
    expect((await appending).kind).not.toBe('appended')
    expect(await behindProxy.begin!(0)).toEqual({ kind: 'turn', entries: entriesOf(1, 2) })
    behindProxy.pass!()
    await behindProxy.close()
    await other.close()
  },
)

test('[G10] a turn that fails after it has read entries returns them when it is tried again', async () => {
  const { proxy, behindProxy, other } = await openTwo()
  await appendGroups(other, 0, [1, 1, 1, 1, 1, 1, 1, 1])
  // As many groups as a turn takes in: it is given back, to read further without holding it.
  proxy.once('rollback', () => 'cut')
  expect(await behindProxy.begin!(0)).toEqual({ kind: 'behind', entries: entriesOf(1, 8) })
  expect(await behindProxy.begin!(8)).toEqual({ kind: 'turn', entries: [] })
  behindProxy.pass!()
  await behindProxy.close()
  await other.close()
})

test('[G9] a node whose market is behind what was read is away when the database is', async () => {
  const { proxy, behindProxy, other } = await openTwo()
  await appendGroups(other, 0, [1])
  expect(await behindProxy.begin!(0)).toEqual({ kind: 'turn', entries: entriesOf(1, 1) })
  behindProxy.pass!()
  await proxy.close()
  expect(await behindProxy.begin!(0)).toEqual({ kind: 'away' })
  await behindProxy.close()
  await other.close()
})

test('[G10] a turn that is waited for in vain is away only if no other node appended meanwhile', async () => {
  const { proxy, behindProxy, other } = await openTwo()
  const holder = await databaseAt(proxy.url).connect()
  await appendGroups(other, 0, [1, 1])
  await holder.query('begin')
  const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid')
  await holder.query(waitForLock(marketJournal))
  // A turn in which nothing happens would be ended.
  const held = holder.query('select pg_sleep(60)')
  const ended = expect(held).rejects.toThrow('terminating connection')
  expect(await behindProxy.begin!(0)).toEqual({ kind: 'behind', entries: entriesOf(1, 2) })
  expect(await behindProxy.begin!(2)).toEqual({ kind: 'away' })
  await endConnection(proxy.url, rows[0]!.pid)
  await ended
  expect(await behindProxy.begin!(2)).toEqual({ kind: 'turn', entries: [] })
  behindProxy.pass!()
  await behindProxy.close()
  await other.close()
})

/** Ends the connection with this process id. */
async function endConnection(url: string, pid: number): Promise<void> {
  const operator = await databaseAt(url).connect()
  await operator.query('select pg_terminate_backend($1)', [pid])
  await operator.end()
}
