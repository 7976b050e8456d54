import { dirname, resolve } from 'node:path'
import type { Disk } from '../disk/disk.ts'
import { checkNoLink, isThere } from './folders.ts'

/** The name of a restored folder that is whole and only has to be moved into place. */
export const restoredName = (folder: string): string => `${folder}.restored`

/**
 * Moves a restored market into place when a crash prevented it after the previous one was moved aside. Returns whether
 * it did. Every start checks this first, so that it does not create an empty market there.
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
