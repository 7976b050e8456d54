import { dirname, join } from 'node:path'
import type { Disk } from '../disk/disk.ts'
import { FolderInUse, type FolderLock, lockName } from '../disk/folder-lock.ts'
import { BackupRefused, checkNoLink, emptyFolder, removeFolder } from './folders.ts'

/**
 * A folder that is written beside its place and renamed once it is whole, so that nobody ever takes a half
 * for the whole. It has a fixed name, and what a crash left of the one before is removed first.
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

  /** An empty one beside `place`; throws a {@link BackupRefused} when another process is at it. */
  static async begin(
    disk: Disk,
    lockFolder: (folder: string) => FolderLock,
    place: string,
  ): Promise<Unfinished> {
    const path = `${place}.unfinished`
    await checkNoLink(path)
    await disk.makeFolder(path)
    const inUse = `Another backup or restore is writing ${path}. Wait until it has ended.`
    const unfinished = new Unfinished(disk, path, takeLock(lockFolder, path, inUse))
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

  /** To begin anew. */
  empty(): Promise<void> {
    return emptyFolder(this.#disk, this.#path, [lockName])
  }

  /** Gives it the name `place`, durably; nothing may be there but an empty folder. It stays locked. */
  async rename(place: string): Promise<void> {
    await this.#disk.syncFolder(this.#path)
    await this.#disk.rename(this.#path, place)
    this.#path = place
    await this.#disk.syncFolder(dirname(place))
  }

  /** Lets go of it where it is. */
  release(): void {
    this.#lock.release()
  }

  /** Removes the lock's file too, where no market will run. */
  async removeLock(): Promise<void> {
    await this.#disk.remove(join(this.#path, lockName))
    await this.#disk.syncFolder(this.#path)
  }

  /** Removes it. */
  drop(): Promise<void> {
    return removeFolder(this.#disk, this.#path)
  }
}

/** Takes a folder; throws a {@link BackupRefused} with `inUse` when another process has it. */
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
