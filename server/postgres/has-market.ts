import { type Database, DatabaseSession } from './database.ts'

/** Whether the database has a market: its tables, and a first entry. */
export async function hasMarket(database: Database): Promise<boolean> {
  const session = new DatabaseSession(database)
  try {
    const tables = await session.query<{ is_there: boolean }>(
      "select to_regclass('souk_groups') is not null as is_there",
    )
    if (tables.rows[0]?.is_there !== true) return false
    return (await session.query('select from souk_groups limit 1')).rows.length > 0
  } finally {
    session.close()
  }
}

/** A database as people name it: without the password, which its URL may contain. */
export function nameOf(url: string): string {
  const [, afterUser = url] = /^[^:]*:\/\/(?:[^@/]*@)?(.*)$/s.exec(url) ?? []
  return afterUser
}
