import { dirname, resolve } from 'node:path'
import type { Disk } from '../disk/disk.ts'
import { checkNoLink, isThere } from './folders.ts'

/** How a market's folder is called that is whole, and only has to be put in place. */
export const restoredName = (folder: string): string => `${folder}.restored`

/**
 * Puts a restored market in place where a crash came after the one before was moved aside and before this
 * was done; says whether it was so. Every start looks, so that no empty market is made there.
 */
export async function finishRestore(disk: Disk, dataFolder: string): Promise<boolean> {
  const folder = resolve(dataFolder)
  if (await isThere(disk, folder)) return false
  if (!(await isThere(disk, restoredName(folder)))) return false
  await checkNoLink(restoredName(folder))
  await disk.rename(restoredName(folder), folder)
  await disk.syncFolder(dirname(folder))
  return true
}
