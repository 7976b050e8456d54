import { dirname, join } from 'node:path'
import type { Disk } from '../disk/disk.ts'
import { FolderInUse, type FolderLock, lockName } from '../disk/folder-lock.ts'
import { BackupRefused, checkNoLink, emptyFolder, removeFolder } from './folders.ts'

/**
 * A folder that is filled under another name and renamed once it is whole, so that nobody mistakes half a market for a
 * whole one. The other name is fixed; what a crash left there is removed first.
 */
export class Unfinished {
  readonly #disk: Disk
  readonly #lock: FolderLock
  #path: string

  private constructor(disk: Disk, path: string, lock: FolderLock) {
    this.#disk = disk
    this.#path = path
    this.#lock = lock
  }

  /** Makes an empty one beside `path`. Throws a {@link BackupRefused} when another process is filling it. */
  static async begin(
    disk: Disk,
    lockFolder: (folder: string) => FolderLock,
    path: string,
  ): Promise<Unfinished> {
    const unfinishedPath = `${path}.unfinished`
    await checkNoLink(unfinishedPath)
    await disk.makeFolder(unfinishedPath)
    const inUse = `Another backup or restore is writing ${unfinishedPath}. Wait until it has ended.`
    const unfinished = new Unfinished(disk, unfinishedPath, takeLock(lockFolder, unfinishedPath, inUse))
    try {
      await unfinished.empty()
      return unfinished
    } catch (error) {
      unfinished.release()
      throw error
    }
  }

  get path(): string {
    return this.#path
  }

  /** Starts over. */
  empty(): Promise<void> {
    return emptyFolder(this.#disk, this.#path, [lockName])
  }

  /** Renames it to `path`, durably; nothing but an empty folder may be there. It stays locked. */
  async rename(path: string): Promise<void> {
    await this.#disk.syncFolder(this.#path)
    await this.#disk.rename(this.#path, path)
    this.#path = path
    await this.#disk.syncFolder(dirname(path))
  }

  /** Unlocks it. */
  release(): void {
    this.#lock.release()
  }

  /** Removes the lock's file: no market runs in a backup. */
  async removeLock(): Promise<void> {
    await this.#disk.remove(join(this.#path, lockName))
    await this.#disk.syncFolder(this.#path)
  }

  drop(): Promise<void> {
    return removeFolder(this.#disk, this.#path)
  }
}

/** Locks a folder. Throws a {@link BackupRefused} with the message `inUse` when another process has locked it. */
export function takeLock(
  lockFolder: (folder: string) => FolderLock,
  folder: string,
  inUse: string,
): FolderLock {
  try {
    return lockFolder(folder)
  } catch (error) {
    throw error instanceof FolderInUse ? new BackupRefused(inUse) : error
  }
}
