import { closeSync, lstatSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Explained } from '../errors/explained.ts'
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

/** A database that nobody refers to is collected, and its lock is gone: callers may drop theirs. */
const held = new Set<DatabaseSync>()

export interface FolderLock {
  /** Lets another process have the folder; the last thing to do with it. */
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
 * SQLite would make the file readable to all. An existing one is not opened here: closing any descriptor of
 * it drops the locks that this process has on it (POSIX).
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
    // The system's own error says more, where there is one.
    closeSync(openSync(path, 'r+'))
    throw notLockable(path, error)
  }
}

/** SQLite names neither the file nor the system's code. */
const notLockable = (path: string, cause: unknown): Explained =>
  new Explained(
    `${path}, by which the folder is locked, cannot be used (${cause instanceof Error ? cause.message : cause}). Let the process open more files (ulimit -n 65536), free space on the disk if it is full, or remove the file if it is damaged.`,
    { cause },
  )

const sqliteBusy = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}
