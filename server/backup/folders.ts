import { lstat, readlink, realpath, rmdir } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { type Disk, hasCode, nullIfMissing } from '../disk/disk.ts'
import { Explained } from '../errors/explained.ts'
import { listSegments } from '../journal/journal-segments.ts'

/** Nothing was changed; the message says why, and what to do. */
export class BackupRefused extends Explained {
  override name = 'BackupRefused'
}

/** Whether the folder exists. Throws where there is a file. */
export async function isThere(disk: Disk, folder: string): Promise<boolean> {
  return (await nullIfMissing(disk.list(folder))) !== null
}

/** Whether the folder exists and has a market's journal. */
export async function hasMarket(disk: Disk, folder: string): Promise<boolean> {
  return (await isThere(disk, folder)) && (await listSegments({ disk, folder })).length > 0
}

/** The path of a folder that may not exist yet, with all links followed: two names of one folder become the same. */
export async function realPathOf(path: string): Promise<string> {
  const real = await nullIfMissing(realpath(path))
  if (real !== null) return real
  const absolute = resolve(path)
  const parent = dirname(absolute)
  if (parent === absolute) return absolute
  try {
    return await realPathOf(resolve(parent, await readlink(absolute)))
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'EINVAL')) throw error
  }
  return join(await realPathOf(parent), basename(absolute))
}

/** Throws a {@link BackupRefused} where two folders are the same, or one is inside the other. */
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
 * Throws a {@link BackupRefused} where somebody made a link under a name that backups use: its target must not be
 * replaced.
 */
export async function checkNoLink(path: string): Promise<void> {
  const stats = await nullIfMissing(lstat(path))
  if (stats?.isSymbolicLink())
    throw new BackupRefused(`${path} is a symbolic link, which is not followed. Remove it.`)
}

/** Removes a folder with its content; it stays where another process adds to it meanwhile. */
export async function removeFolder(disk: Disk, folder: string): Promise<void> {
  await checkNoLink(folder)
  await emptyFolder(disk, folder)
  try {
    await rmdir(folder)
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error
  }
}

/** Removes everything in a folder except the names in `keep`. */
export async function emptyFolder(disk: Disk, folder: string, keep: readonly string[] = []): Promise<void> {
  for (const name of await disk.list(folder)) {
    if (keep.includes(name)) continue
    const path = join(folder, name)
    try {
      await disk.remove(path)
    } catch (error) {
      // Linux says EISDIR of a folder, other systems EPERM.
      if (!hasCode(error, 'EISDIR', 'EPERM')) throw error
      await removeFolder(disk, path)
    }
  }
}

/** The name of a restored folder that is whole and only has to be moved into place. */
export const restoredName = (folder: string): string => `${folder}.restored`

/**
 * Moves a restored market into place when a crash prevented it after the previous one was moved aside. Returns whether
 * it did. Every start checks this first, so that it does not create an empty market there.
 */
export async function finishRestore(disk: Disk, dataFolder: string): Promise<boolean> {
  const folder = resolve(dataFolder)
  if ((await isThere(disk, folder)) || !(await isThere(disk, restoredName(folder)))) return false
  await checkNoLink(restoredName(folder))
  await disk.rename(restoredName(folder), folder)
  await disk.syncFolder(dirname(folder))
  return true
}
