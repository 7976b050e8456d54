import { checkDatabase } from '../postgres/check-database.ts'
import { type Database, DatabaseSession } from '../postgres/database.ts'
import { marketJournal } from '../postgres/locks.ts'
import { PostgresJournals } from '../postgres/postgres-journals.ts'
import { quietDatabase, quietLogger } from '../postgres/quiet-database.ts'
import { refuseNodes, SpareSchema } from '../postgres/spare-schema.ts'
import { turnBounds } from '../postgres/turn-bounds.ts'
import { FolderContents } from '../transfer/folder-contents.ts'
import { writeDatabase } from '../transfer/write-database.ts'
import { verifyDatabase } from '../verify/verify-database.ts'
import { BackupRefused } from './folders.ts'
import { renewHistory } from './renew-history.ts'
import { checkWhole, type RestoreDependencies, type Restored } from './restore-market.ts'

/**
 * Replaces the market in a database, on which no node may run, with the one in the folder `copy`, as another history. The
 * copy is audited first and only read; the market of before is kept in another schema. Throws a {@link BackupRefused}, a
 * JournalDamage or a JournalAway, and then leaves the market of before in place; so does a crash.
 */
export async function restoreDatabase(
  dependencies: Omit<RestoreDependencies, 'lockFolder' | 'journalsIn'>,
  copy: string,
  url: string,
): Promise<Restored> {
  const { disk, clock } = dependencies
  const database = quietDatabase(url)
  await checkDatabase(database, quietLogger)
  await refuseWhileRunning(database)
  const { entries, orders } = await checkWhole(dependencies, copy)
  const spare = await SpareSchema.begin(url)
  try {
    await writeDatabase(spare.database, new FolderContents(disk, copy))
    const { epoch, seq } = await renewHistory(dependencies, journalsOf(dependencies, spare.database), entries)
    await checkWritten(spare.database, seq)
    const movedTo = await spare.putInPlace({ now: clock.now(), mayReplace: true })
    return { entries, orders, epoch, movedTo }
  } catch (error) {
    await spare.drop()
    throw error
  } finally {
    spare.release()
  }
}

/** So that nobody waits for a copy that is refused in the end. Throws a {@link BackupRefused} where nodes run. */
export async function refuseWhileRunning(database: Database): Promise<void> {
  const session = new DatabaseSession(database)
  try {
    await session.use(refuseNodes)
  } finally {
    session.close()
  }
}

/** Audits what was written. Throws a {@link BackupRefused} unless it is whole and has so many entries. */
export async function checkWritten(database: Database, entries: number): Promise<void> {
  const { counts, findings, total } = await verifyDatabase(database)
  const [first] = findings
  if (!first && counts.entries === entries) return
  const found = first ? ` First of ${total} findings, at entry ${first.seq}: ${first.message}.` : ''
  throw new BackupRefused(
    `What was written to the database is not whole: it has ${counts.entries} of ${entries} entries.${found} Nothing was changed.`,
  )
}

/** No node but this process knows of the schema. */
const journalsOf = (
  { clock, random, logger }: Pick<RestoreDependencies, 'clock' | 'random' | 'logger'>,
  database: Database,
): PostgresJournals =>
  new PostgresJournals({
    database,
    journal: marketJournal,
    node: 'restore',
    nodes: { mayWrite: true },
    announcements: { on: () => undefined, announce: () => undefined },
    clock,
    random,
    logger,
    bounds: turnBounds,
  })
