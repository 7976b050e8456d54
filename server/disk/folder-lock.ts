import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { errorCode } from './disk.ts'

/** The file that a folder is locked by. */
export const lockName = 'lock.sqlite'

/**
 * Takes the folder for this process alone, until released or until the process ends in whatever way: an
 * exclusive transaction on a small SQLite file, whose lock the kernel drops with the process. No pid and no
 * time is looked at, so nothing can go stale. The folder must exist (`Disk.makeFolder`). Throws a
 * {@link FolderInUse} when another has it.
 */
export function lockFolder(folder: string): FolderLock {
  const path = join(folder, lockName)
  makePrivateFile(path)
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    throw isBusy(error) ? new FolderInUse(folder) : error
  }
  held.add(database)
  return {
    release: () => {
      held.delete(database)
      database.close()
    },
  }
}

/** A database that nobody refers to is collected, and its lock is gone: callers may drop theirs. */
const held = new Set<DatabaseSync>()

export interface FolderLock {
  /** Lets another process have the folder; the last thing to do with it. */
  release(): void
}

export class FolderInUse extends Error {
  override name = 'FolderInUse'

  constructor(folder: string) {
    super(
      `another Souk is running on this folder (${folder}). Stop it first, or give this one a folder of its own with SOUK_DATA.`,
    )
  }
}

/**
 * SQLite would make the file readable to all. An existing one is not opened here: closing any descriptor of
 * it drops the locks that this process has on it (POSIX).
 */
function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
  }
}

const sqliteBusy = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}
