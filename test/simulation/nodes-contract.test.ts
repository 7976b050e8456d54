import { pino } from 'pino'
import { expect, test } from 'vitest'
import { entriesIn } from '../../server/journal/journal.ts'
import { Announcements, announcementBounds } from '../../server/postgres/announcements.ts'
import { marketJournal } from '../../server/postgres/locks.ts'
import { PostgresJournals } from '../../server/postgres/postgres-journals.ts'
import { turnBounds } from '../../server/postgres/turn-bounds.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { journalContract } from '../contract/journal.ts'
import { appendGroups, entriesOf } from '../support/builders/entries.ts'
import { randomFrom } from '../support/doubles/random-port.ts'
import { Coverage } from './coverage.ts'
import { MarketProcess } from './market-process.ts'
import { DatabaseLine } from './nodes/database-line.ts'
import { connectorTo } from './nodes/simulated-client.ts'
import { SimulatedPostgres } from './nodes/simulated-postgres.ts'
import { TurnLock } from './nodes/turn-lock.ts'
import { Scheduler } from './scheduler.ts'

const logger = pino({ level: 'silent' })

/** The real journal over the simulated server, whose time passes by itself. */
async function inSimulatedPostgres() {
  const scheduler = new Scheduler(seededRandom(1))
  const random = seededRandom(2)
  const coverage = new Coverage()
  const server = new SimulatedPostgres({
    scheduler,
    random,
    coverage,
    commitMsMax: 1,
    onCommitted: () => undefined,
  })
  const journalsOf = (node: string): PostgresJournals => {
    const process = new MarketProcess(scheduler, { offsetMs: 0 })
    const line = new DatabaseLine(scheduler, random, 1)
    const database = connectorTo({ process, machine: 0, line, server })
    const { clock } = process
    const parts = { database, node, clock, logger }
    return new PostgresJournals({
      ...parts,
      journal: marketJournal,
      nodes: { mayWrite: true },
      announcements: new Announcements({ ...parts, bounds: announcementBounds }),
      random: randomFrom(random),
      bounds: turnBounds,
    })
  }
  let isOver = false
  const passTime = async (): Promise<void> => {
    while (!isOver) {
      await scheduler.run(scheduler.nowMs + 1)
      await new Promise((resume) => setImmediate(resume))
    }
  }
  void passTime()
  return {
    server,
    journals: journalsOf('a'),
    openElsewhere: () => journalsOf('b').open({ after: 0, replay: () => undefined }),
    holdNext: () => {
      const reached = Promise.withResolvers<void>()
      const released = Promise.withResolvers<void>()
      server.held = { reach: reached.resolve, released: released.promise }
      return { reached: reached.promise, release: released.resolve }
    },
    fillNext: () => {
      server.isFull = true
    },
    end: async () => {
      isOver = true
    },
  }
}

journalContract('a journal in the simulated database', inSimulatedPostgres, 'nodes')

test('[G2] a node that lacks entries waits for a database that is away, and then gets them', async () => {
  const { server, journals, openElsewhere, end } = await inSimulatedPostgres()
  const journal = await journals.open({ after: 0, replay: () => undefined })
  await appendGroups(await openElsewhere(), 0, [2, 1])
  // The node has read them, and has not applied them.
  await entriesIn(journal.read({ after: 0 }))
  server.crash(false)
  expect(await journal.begin!(0)).toEqual({ kind: 'away' })
  server.comeBack()
  expect(await journal.begin!(0)).toEqual({ kind: 'behind', entries: entriesOf(1, 3) })
  await end()
})

test('[simulation] the simulated lock is granted in order, and for as long as its owner lives', async () => {
  const scheduler = new Scheduler(seededRandom(1))
  const lock = new TurnLock(scheduler)
  const [a, b, c] = [{}, {}, {}]
  const seen: string[] = []
  const ask = (name: string, owner: object): void =>
    void lock.acquire(owner, 100).then((isGranted) => seen.push(`${name} ${isGranted}`))
  ask('a', a)
  ask('b', b)
  ask('c', c)
  await scheduler.run(50)
  expect(seen).toEqual(['a true'])
  lock.release(b)
  lock.release(a)
  await scheduler.run(60)
  expect(seen).toEqual(['a true', 'c true'])
  ask('b', b)
  await scheduler.run(200)
  expect(seen).toEqual(['a true', 'c true', 'b false'])
})
