import { hostname } from 'node:os'
import { isDeepStrictEqual } from 'node:util'
import type { Disk } from '../disk/disk.ts'
import { FileJournals } from '../journal/file-journals.ts'
import { entriesIn, type JournalEngine } from '../journal/journal.ts'
import { checkDatabase } from '../postgres/check-database.ts'
import { type Database, DatabaseAway, DatabaseSession } from '../postgres/database.ts'
import { hasMarket as isInDatabase, nameOf } from '../postgres/has-market.ts'
import { marketJournal } from '../postgres/locks.ts'
import { PostgresReader } from '../postgres/postgres-journals.ts'
import { quietDatabase, quietLogger } from '../postgres/quiet-database.ts'
import { lockAgainstNodes, SpareSchema } from '../postgres/spare-schema.ts'
import { FolderContents } from '../transfer/folder-contents.ts'
import {
  databaseMovedTo,
  folderMovedTo,
  markDatabase,
  markFolder,
  unmarkDatabase,
  unmarkFolder,
} from '../transfer/move-mark.ts'
import { writeDatabase } from '../transfer/write-database.ts'
import { fillFromDatabase } from './backup-database.ts'
import type { Backup } from './backup-market.ts'
import { makeBackup } from './backup-market.ts'
import { BackupRefused, finishRestore, hasMarket, isThere } from './folders.ts'
import { checkWritten, refuseWhileRunning } from './restore-database.ts'
import { checkWhole, type RestoreDependencies } from './restore-market.ts'
import { takeLock } from './unfinished.ts'

type MoveDependencies = Pick<RestoreDependencies, 'disk' | 'lockFolder' | 'verify' | 'clock'>

export interface Moved {
  from: string
  to: string
  entries: number
  orders: number
}

/*
 * A market that is moved is the same one, with its epoch: it must never run in both places. So the source is marked
 * before the target can be started, and refuses to start from then on. A move that was killed is run again: it either
 * begins anew, or finds that the target is whole.
 */

/**
 * Moves the market of a folder into a database that has none. Throws a {@link BackupRefused}, a JournalDamage or a
 * JournalAway.
 */
export async function moveToDatabase(
  dependencies: MoveDependencies,
  folder: string,
  url: string,
): Promise<Moved> {
  const { disk, lockFolder } = dependencies
  const names = { from: folder, to: `the database ${nameOf(url)}` }
  await finishRestore(disk, folder)
  if (!(await hasMarket(disk, folder)))
    throw new BackupRefused(`There is no market in ${folder}. Name its folder with SOUK_DATA.`)
  const lock = takeLock(lockFolder, folder, `A market is running on ${folder}. Stop it, and try again.`)
  try {
    const movedTo = await folderMovedTo(disk, folder)
    checkSameTarget(movedTo, names.to)
    const database = quietDatabase(url)
    await checkDatabase(database, quietLogger)
    const { entries, orders } = await checkWhole(dependencies, folder)
    if (await isInDatabase(database)) {
      if (movedTo !== null && (await isSameMarket(disk, folder, database)))
        return { ...names, entries, orders }
      throw new BackupRefused(`There is a market in ${names.to} already. Name an empty one.`)
    }
    await refuseWhileRunning(database)
    await fillDatabase(dependencies, { folder, url, to: names.to, entries })
    return { ...names, entries, orders }
  } finally {
    lock.release()
  }
}

async function fillDatabase(
  { disk, clock }: MoveDependencies,
  { folder, url, to, entries }: { folder: string; url: string; to: string; entries: number },
): Promise<void> {
  const spare = await SpareSchema.begin(url)
  try {
    await writeDatabase(spare.database, new FolderContents(disk, folder))
    await checkWritten(spare.database, entries)
    await markFolder(disk, folder, to)
    try {
      await spare.putInPlace({ now: clock.now(), mayReplace: false })
    } catch (error) {
      // Where the outcome is unknown, the mark stays, and the next attempt finds out.
      if (!(error instanceof DatabaseAway)) await unmarkFolder(disk, folder)
      throw error
    }
  } catch (error) {
    if (!(error instanceof DatabaseAway)) await spare.drop()
    throw error
  } finally {
    spare.release()
  }
}

/** Moves the market of a database, on which no node may run, into a folder that is new or empty. Throws the same. */
export async function moveToFolder(
  dependencies: MoveDependencies,
  url: string,
  folder: string,
): Promise<Moved> {
  const { disk, verify } = dependencies
  const names = { from: `the database ${nameOf(url)}`, to: `the folder ${folder} on ${hostname()}` }
  const database = quietDatabase(url)
  if (!(await isInDatabase(database))) throw new BackupRefused(`There is no market in ${names.from}.`)
  const movedTo = await withSession(database, (session) => session.use(databaseMovedTo))
  checkSameTarget(movedTo, names.to)
  if (movedTo !== null && (await hasMarket(disk, folder)) && (await isSameMarket(disk, folder, database))) {
    const { entries, orders } = (await verify(folder)).counts
    return { ...names, entries, orders }
  }
  if (!(await isFree(disk, folder)))
    throw new BackupRefused(`${folder} is not empty. Name a new folder with SOUK_DATA.`)
  await markWhileStopped(database, names.to)
  try {
    const fill = ({ path }: { path: string }): Promise<Backup> =>
      fillFromDatabase(dependencies, database, path)
    const { entries, orders } = await makeBackup(dependencies, folder, fill)
    return { ...names, entries, orders }
  } catch (error) {
    if (await isFree(disk, folder)) await withSession(database, (session) => session.use(unmarkDatabase))
    throw error
  }
}

/** Marks the database in a transaction in which no node runs or starts. */
async function markWhileStopped(database: Database, to: string): Promise<void> {
  await withSession(database, (session) =>
    session.use(async (query) => {
      await query('begin')
      await lockAgainstNodes(query)
      await markDatabase(query, to)
      await query('commit')
    }),
  )
}

async function withSession<Result>(
  database: Database,
  use: (session: DatabaseSession) => Promise<Result>,
): Promise<Result> {
  const session = new DatabaseSession(database)
  try {
    return await use(session)
  } finally {
    session.close()
  }
}

const isFree = async (disk: Disk, folder: string): Promise<boolean> =>
  !(await isThere(disk, folder)) || (await disk.list(folder)).length === 0

function checkSameTarget(movedTo: string | null, to: string): void {
  if (movedTo !== null && movedTo !== to)
    throw new BackupRefused(`The market was moved to ${movedTo} already, and goes on there.`)
}

/** Whether both places have the same history, by its first entry, which has the epoch. */
async function isSameMarket(disk: Disk, folder: string, database: Database): Promise<boolean> {
  const first = (journals: Pick<JournalEngine, 'read'>) => entriesIn(journals.read({ after: 0, upTo: 1 }))
  const inFolder = await first(new FileJournals({ disk, folder }))
  return isDeepStrictEqual(inFolder, await first(new PostgresReader({ database, journal: marketJournal })))
}
