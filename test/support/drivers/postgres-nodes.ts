import { pino } from 'pino'
import { systemClock, systemRandom } from '../../../server/os/system.ts'
import { Announcements, announcementBounds } from '../../../server/postgres/announcements.ts'
import { Database } from '../../../server/postgres/database.ts'
import { marketJournal } from '../../../server/postgres/locks.ts'
import { migrate } from '../../../server/postgres/migrate.ts'
import { PostgresJournals } from '../../../server/postgres/postgres-journals.ts'
import { PostgresRecords } from '../../../server/postgres/postgres-records.ts'
import { turnBounds } from '../../../server/postgres/turn-bounds.ts'
import type { TestKinds } from '../builders/record-files.ts'
import { sharedPostgres } from './postgres.ts'

const logger = pino({ level: process.env.LOG ?? 'silent' })

/** A new database with Souk's tables. */
export async function makeDatabase(): Promise<Database> {
  const database = databaseAt(await (await sharedPostgres()).createDatabase())
  await migrate(database)
  return database
}

export const databaseAt = (url: string): Database => new Database({ url, logger })

function announcementsOf(database: Database, node: string): Announcements {
  return new Announcements({ database, node, clock: systemClock, logger, bounds: announcementBounds })
}

export function journalsOf(
  database: Database,
  node: string,
  announcements: Pick<Announcements, 'on' | 'announce'> = announcementsOf(database, node),
): PostgresJournals {
  return new PostgresJournals({
    database,
    journal: marketJournal,
    node,
    nodes: { mayWrite: true },
    announcements,
    clock: systemClock,
    random: systemRandom,
    logger,
    bounds: turnBounds,
  })
}

/** One node's records; closing them ends its announcements too. */
export async function openRecordsOf(database: Database, node: string): Promise<PostgresRecords<TestKinds>> {
  const announcements = announcementsOf(database, node)
  const records = await PostgresRecords.open<TestKinds>({
    database,
    announcements,
    exclusiveKinds: ['person'],
  })
  announcements.start()
  const close = records.close.bind(records)
  records.close = async () => {
    await close()
    announcements.close()
  }
  return records
}
