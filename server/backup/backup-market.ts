import { type Disk, nullIfMissing } from '../disk/disk.ts'
import type { FolderLock } from '../disk/folder-lock.ts'
import type { JournalEngine } from '../journal/journal.ts'
import type { Verdict } from '../verify/verdict.ts'
import { copyMarket } from './copy-files.ts'
import { BackupRefused, checkApart, hasMarket, isThere } from './folders.ts'
import { Unfinished } from './unfinished.ts'

export interface BackupDependencies {
  disk: Disk
  lockFolder(folder: string): FolderLock
  journalsIn(folder: string): JournalEngine
  /** Checks the copy. */
  verify(folder: string): Promise<Verdict>
}

export interface Backup {
  entries: number
  orders: number
  bytes: number
}

/** How often to try for a whole copy; only a full or failing disk needs a second attempt. */
const attemptsMax = 4

/**
 * Copies the market in `source`, which may be running and is not slowed down, into `folder`, which must be new or
 * empty; both are paths as `realPathOf` returns them. The copy contains everything that was acknowledged before. It
 * is audited, and gets its name only when it is whole. Throws a {@link BackupRefused}, or the disk's error.
 */
export async function backupMarket(
  dependencies: BackupDependencies,
  source: string,
  folder: string,
): Promise<Backup> {
  const { disk } = dependencies
  checkApart(source, folder)
  if (!(await hasMarket(disk, source)))
    throw new BackupRefused(`There is no market in ${source}. Name its folder with SOUK_DATA.`)
  return makeBackup(dependencies, folder, (unfinished) => copyUntilWhole(dependencies, source, unfinished))
}

/**
 * Has a folder filled, and gives it its name once `fill` has resolved. The folder must be new or empty: throws a
 * {@link BackupRefused} otherwise, and what `fill` throws, and then leaves nothing behind.
 */
export async function makeBackup(
  { disk, lockFolder }: Pick<BackupDependencies, 'disk' | 'lockFolder'>,
  folder: string,
  fill: (unfinished: Unfinished) => Promise<Backup>,
): Promise<Backup> {
  if ((await isThere(disk, folder)) && (await disk.list(folder)).length > 0)
    throw new BackupRefused(`${folder} is not empty. Name a new folder.`)
  const unfinished = await Unfinished.begin(disk, lockFolder, folder)
  try {
    const backup = await fill(unfinished)
    await unfinished.rename(folder)
    await unfinished.removeLock()
    return backup
  } catch (error) {
    await unfinished.drop()
    throw error
  } finally {
    unfinished.release()
  }
}

async function copyUntilWhole(
  { disk, journalsIn, verify }: BackupDependencies,
  source: string,
  unfinished: Unfinished,
): Promise<Backup> {
  let found = ''
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    await unfinished.empty()
    const market = { journals: journalsIn(source), folder: source }
    const bytes = await nullIfMissing(copyMarket(disk, market, unfinished.path))
    // A file of the journal was removed while it was copied.
    if (bytes === null) continue
    const { counts, findings, total } = await verify(unfinished.path)
    if (total === 0 && counts.entries > 0) return { entries: counts.entries, orders: counts.orders, bytes }
    found = findings[0]
      ? ` First of ${total} findings, at entry ${findings[0].seq}: ${findings[0].message}.`
      : ''
  }
  throw new BackupRefused(
    `No copy was whole after ${attemptsMax} attempts.${found} Check the market itself: npm run verify -- ${source}`,
  )
}
