import { join } from 'node:path'
import { runner } from 'node-pg-migrate'
import type { Database } from './database.ts'

/** Brings the database's tables to this release's form. Of several nodes that start at once, one does it. */
export async function migrate(database: Database): Promise<void> {
  const client = await database.connect({ query_timeout: 0 })
  try {
    const { rows } = await client.query<{ schema: string }>('select current_schema() as schema')
    await runner({
      dbClient: client,
      dir: join(import.meta.dirname, 'migrations'),
      direction: 'up',
      schema: rows[0]!.schema,
      migrationsTable: 'souk_migrations',
      advisoryLockMode: 'wait',
      log: () => undefined,
    })
  } finally {
    await client.end()
  }
}
