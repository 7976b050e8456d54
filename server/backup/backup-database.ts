import type { Database } from '../postgres/database.ts'
import { hasMarket } from '../postgres/has-market.ts'
import { DatabaseContents } from '../transfer/database-contents.ts'
import { writeFolder } from '../transfer/folder-contents.ts'
import { type Backup, type BackupDependencies, makeBackup } from './backup-market.ts'
import { BackupRefused } from './folders.ts'

/**
 * Copies the market in a database, which may be running and is not slowed down, into `folder`, as the folder of a market
 * on files. The copy is of one moment, and contains everything that was acknowledged before it began. It is audited, and
 * gets its name only when it is whole. Throws a {@link BackupRefused}, a JournalDamage, a JournalAway, or the disk's error.
 */
export async function backupDatabase(
  dependencies: Pick<BackupDependencies, 'disk' | 'lockFolder' | 'verify'>,
  { database, name }: { database: Database; name: string },
  folder: string,
): Promise<Backup> {
  if (!(await hasMarket(database))) throw new BackupRefused(`There is no market in the database ${name}.`)
  return makeBackup(dependencies, folder, ({ path }) => fillFromDatabase(dependencies, database, path))
}

/** Writes the market in a database into an empty folder, and audits it. */
export async function fillFromDatabase(
  { disk, verify }: Pick<BackupDependencies, 'disk' | 'verify'>,
  database: Database,
  folder: string,
): Promise<Backup> {
  const bytes = await DatabaseContents.read(database, (contents) => writeFolder(disk, folder, contents))
  const { counts, findings, total } = await verify(folder)
  const [first] = findings
  if (!first) return { entries: counts.entries, orders: counts.orders, bytes }
  throw new BackupRefused(
    `The copy is not whole. First of ${total} findings, at entry ${first.seq}: ${first.message}. Check the market itself: npm run verify`,
  )
}
