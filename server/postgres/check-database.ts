import type { Logger } from 'pino'
import { Explained } from '../errors/explained.ts'
import { type Database, DatabaseSession } from './database.ts'

/** Settings with which the database may lose what it has confirmed, or text. */
export interface Durability {
  fsync: string
  full_page_writes: string
  encoding: string
  standbys: string
  version: number
}

const versionMin = 140_000

/** The database cannot keep a market. */
class UnsuitableDatabase extends Explained {
  override name = 'UnsuitableDatabase'
}

/** Refuses settings that lose data, and warns of those that may, before anything is written. Returns what is set. */
export async function checkDatabase(database: Database, logger: Logger): Promise<Durability> {
  const session = new DatabaseSession(database)
  try {
    const { rows } = await session.query<Durability>(
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as full_page_writes,
        current_setting('server_encoding') as encoding, current_setting('server_version_num')::int as version,
        current_setting('synchronous_standby_names') as standbys`,
    )
    const durability = rows[0]!
    const { fsync, full_page_writes, encoding, standbys, version } = durability
    if (version < versionMin)
      throw new UnsuitableDatabase('SOUK_DATABASE_URL: PostgreSQL 14 or newer is needed.')
    if (encoding !== 'UTF8')
      throw new UnsuitableDatabase(
        `SOUK_DATABASE_URL: the encoding of the database is ${encoding}. Make one with UTF8.`,
      )
    if (fsync !== 'on' || full_page_writes !== 'on')
      throw new UnsuitableDatabase(
        'SOUK_DATABASE_URL: fsync or full_page_writes is off, so that a power cut would lose orders. Set both to on.',
      )
    if (standbys === '')
      logger.warn(
        'the database has no synchronous standby: if its server is lost, the last orders may be lost with it',
      )
    return durability
  } finally {
    session.close()
  }
}
