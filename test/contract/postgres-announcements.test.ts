import type { Client, ClientConfig } from 'pg'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { systemClock } from '../../server/os/system.ts'
import { Announcements, announcementBounds } from '../../server/postgres/announcements.ts'
import { Database } from '../../server/postgres/database.ts'
import { sharedPostgres } from '../support/drivers/postgres.ts'

const opened: Announcements[] = []
afterEach(() => {
  for (const each of opened.splice(0)) each.close()
})

/** Polls once an hour, and often where announcements do not arrive. */
function announcementsOn(database: Database) {
  const warnings: string[] = []
  const logger = pino(
    { level: 'warn' },
    { write: (line: string) => void warnings.push(JSON.parse(line).msg) },
  )
  const bounds = { ...announcementBounds, answerMs: 300, pollMs: 3_600_000, unheardPollMs: 10 }
  const announcements = new Announcements({ database, node: 'a', clock: systemClock, logger, bounds })
  opened.push(announcements)
  return { announcements, warnings }
}

const silent = pino({ level: 'silent' })
const newDatabase = async () =>
  new Database({ url: await (await sharedPostgres()).createDatabase(), logger: silent })

/** A pooler in transaction mode: LISTEN is answered, and holds for a connection that somebody else gets next. */
function behindPooler(direct: Database): Database {
  const database = Object.create(direct) as Database
  const connect = direct.connect.bind(direct)
  database.connect = async (config?: ClientConfig): Promise<Client> => {
    const client = await connect(config)
    const query = client.query.bind(client) as (statement: unknown) => Promise<unknown>
    const pooled = (statement: unknown) => query(statement === 'listen souk' ? 'select 1' : statement)
    return Object.assign(client, { query: pooled })
  }
  return database
}

test('[G10] a node that hears nothing of what it announces says so, and polls often', async () => {
  const { announcements, warnings } = announcementsOn(behindPooler(await newDatabase()))
  const wake = vi.fn()
  announcements.on('entries', wake)
  announcements.start()
  await expect.poll(() => wake.mock.calls.length).toBeGreaterThan(10)
  expect(warnings).toEqual([expect.stringContaining('pooler in transaction mode')])
})

test('[G10] a node that hears what it announces polls rarely', async () => {
  const database = await newDatabase()
  const { announcements, warnings } = announcementsOn(database)
  const wake = vi.fn()
  announcements.on('entries', wake)
  announcements.start()
  const polling = announcementsOn(behindPooler(database))
  const often = vi.fn()
  polling.announcements.on('entries', often)
  polling.announcements.start()
  // The other one has given up waiting by then.
  await expect.poll(() => often.mock.calls.length).toBeGreaterThan(10)
  expect(wake.mock.calls.length).toBeLessThan(3)
  expect(warnings).toEqual([])
})
