import { type Disk, errorCode } from '../disk/disk.ts'
import type { FolderLock } from '../disk/folder-lock.ts'
import type { JournalEngine } from '../journal/journal.ts'
import type { Verdict } from '../verify/verify.ts'
import { copyMarket } from './copy-files.ts'
import { BackupRefused, checkApart, hasMarket, isThere } from './folders.ts'
import { Unfinished } from './unfinished.ts'

/** What a backup needs of the world. */
export interface BackupParts {
  disk: Disk
  lockFolder(folder: string): FolderLock
  journalsIn(folder: string): JournalEngine
  /** `verifyFolder`: what the copy is checked with. */
  verify(folder: string): Promise<Verdict>
}

/** What was copied. */
export interface Backup {
  entries: number
  orders: number
  bytes: number
}

/** How often a copy is made until one is whole; only a disk that is full, or one that errs, needs a second. */
const attemptsMax = 4

/**
 * Copies the market in `source`, which may be running and is not held up, into `folder`, which must be new or
 * empty; both are places as `placeOf` says. Everything that was acknowledged before is in the copy. The copy
 * is audited, and gets its name only when it is whole. Throws a {@link BackupRefused}, or the disk's error.
 */
export async function backupMarket(parts: BackupParts, source: string, folder: string): Promise<Backup> {
  const { disk, lockFolder } = parts
  checkApart(source, folder)
  if (!(await isThere(disk, source)) || !(await hasMarket(disk, source)))
    throw new BackupRefused(`There is no market in ${source}. Name its folder with SOUK_DATA.`)
  if ((await isThere(disk, folder)) && (await disk.list(folder)).length > 0)
    throw new BackupRefused(`${folder} is not empty. Name a new folder.`)
  const unfinished = await Unfinished.begin(disk, lockFolder, folder)
  try {
    const backup = await copyUntilWhole(parts, source, unfinished)
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

async function copyUntilWhole(parts: BackupParts, source: string, unfinished: Unfinished): Promise<Backup> {
  let found = ''
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    await unfinished.empty()
    const bytes = await tryCopy(parts, source, unfinished.path)
    if (bytes === null) continue
    const { counts, findings, total } = await parts.verify(unfinished.path)
    if (total === 0 && counts.entries > 0) return { entries: counts.entries, orders: counts.orders, bytes }
    found = findings[0]
      ? ` First of ${total} findings, at entry ${findings[0].seq}: ${findings[0].message}.`
      : ''
  }
  throw new BackupRefused(
    `No whole copy came about in ${attemptsMax} attempts.${found} Check the market itself: npm run verify -- ${source}`,
  )
}

/** Null when a file of the journal went while it was copied. */
async function tryCopy(parts: BackupParts, source: string, target: string): Promise<number | null> {
  const { disk, journalsIn } = parts
  try {
    return await copyMarket(disk, { journals: journalsIn(source), folder: source }, target)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
}
