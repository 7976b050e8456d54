import { closeSync, lstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Explained } from '../errors/explained.ts'
import { errorCode } from './disk.ts'

/** The lock file of a folder. */
export const lockName = 'lock.sqlite'

/**
 * Locks the folder for this process until it is released or the process ends in any way: an exclusive transaction on a
 * small SQLite file, whose lock the kernel drops with the process. No pid or time is involved, so nothing can go stale.
 * The folder must exist (`Disk.makeFolder`). Throws a {@link FolderInUse} when another process has locked it.
 */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, lockName)
  makePrivateFile(path)
  const database = openDatabase(path)
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    throw isBusy(error) ? new FolderInUse(folder) : notLockable(path, error)
  }
  held.add(database)
  return {
    release: () => {
      held.delete(database)
      database.close()
    },
  }
}

/** An unreferenced database would be collected and its lock released; callers need not keep theirs. */
const held = new Set<DatabaseSync>()

export interface FolderLock {
  /** Unlocks the folder; the last thing to do with it. */
  release(): void
}

export class FolderInUse extends Explained {
  override name = 'FolderInUse'

  constructor(folder: string) {
    super(
      `Another Souk is running on this folder (${folder}). Stop it first, or give this one a folder of its own with SOUK_DATA.`,
    )
  }
}

/**
 * SQLite would make the file readable to everyone. An existing file is not opened here: closing any descriptor of it
 * drops the locks that this process has on it (POSIX).
 */
function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    if (lstatSync(path).isSymbolicLink())
      throw new Explained(`${path} is a symbolic link, which is not followed. Remove it.`)
  }
}

function openDatabase(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { timeout: 0 })
  } catch (error) {
    // If the system refuses too, its error says more.
    closeSync(openSync(path, 'r+'))
    throw notLockable(path, error)
  }
}

/** SQLite's own error names neither the file nor the system's code. */
const notLockable = (path: string, cause: unknown): Explained =>
  new Explained(
    `${path}, the folder's lock file, cannot be used (${cause instanceof Error ? cause.message : cause}). Let the process open more files (ulimit -n 65536), free space on the disk if it is full, or remove the file if it is damaged.`,
    { cause },
  )

const sqliteBusy = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}
