import { lstat, readlink, realpath, rmdir } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { type Disk, errorCode } from '../disk/disk.ts'
import { Explained } from '../errors/explained.ts'
import { listSegments } from '../journal/journal-segments.ts'

/** Something that a person can mend; its message says what, and nothing was changed. */
export class BackupRefused extends Explained {
  override name = 'BackupRefused'
}

/** Is there a folder of this name? Throws where there is a file. */
export async function isThere(disk: Disk, folder: string): Promise<boolean> {
  try {
    await disk.list(folder)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/** Whether the folder has a market's journal. */
export async function hasMarket(disk: Disk, folder: string): Promise<boolean> {
  return (await listSegments(disk, folder)).length > 0
}

/** Where a folder is, or will be, with all links followed: two names of one place become the same. */
export async function placeOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
  const absolute = resolve(path)
  const parent = dirname(absolute)
  if (parent === absolute) return absolute
  try {
    return await placeOf(resolve(parent, await readlink(absolute)))
  } catch (error) {
    if (!['ENOENT', 'EINVAL'].includes(errorCode(error) ?? '')) throw error
  }
  return join(await placeOf(parent), basename(absolute))
}

/** Throws a {@link BackupRefused} where two places are one, or one is inside the other. */
export function checkApart(one: string, other: string): void {
  if (one === other) throw new BackupRefused(`${one} is the market's own folder. Name another.`)
  for (const [outer, inner] of [
    [one, other],
    [other, one],
  ] as const) {
    if (inner.startsWith(outer.endsWith(sep) ? outer : outer + sep))
      throw new BackupRefused(`${inner} is inside ${outer}. Name a folder outside of it.`)
  }
}

/**
 * Throws a {@link BackupRefused} where a name that this program gives is a link, which somebody else made: what it
 * leads to is not ours to replace.
 */
export async function checkNoLink(path: string): Promise<void> {
  try {
    if ((await lstat(path)).isSymbolicLink())
      throw new BackupRefused(`${path} is a symbolic link, which is not followed. Remove it.`)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

/** Removes all that is in a folder, and the folder; what others put there meanwhile stays, and so does it. */
export async function removeFolder(disk: Disk, folder: string): Promise<void> {
  await checkNoLink(folder)
  await emptyFolder(disk, folder)
  try {
    await rmdir(folder)
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error
  }
}

/** Removes all that is in a folder but what is named. */
export async function emptyFolder(disk: Disk, folder: string, keep: readonly string[] = []): Promise<void> {
  for (const name of await disk.list(folder)) {
    if (keep.includes(name)) continue
    const path = join(folder, name)
    try {
      await disk.remove(path)
    } catch (error) {
      // Linux says EISDIR of a folder, other systems EPERM.
      if (!['EISDIR', 'EPERM'].includes(errorCode(error) ?? '')) throw error
      await removeFolder(disk, path)
    }
  }
}
