import { basename, join } from 'node:path'
import { copyFile } from '../disk/copy-file.ts'
import { type Disk, errorCode, temporarySuffix } from '../disk/disk.ts'
import { lockName } from '../disk/folder-lock.ts'
import type { JournalEngine } from '../journal/journal.ts'
import { StoreFiles, storesOf } from '../records/record-manifest.ts'
import { RecordDamage } from '../records/records.ts'
import { moveMarkName } from '../transfer/move-mark.ts'

/**
 * Copies a market into an empty folder while it may run, and returns the bytes; all of it is durable then. First the
 * journal, then what entries refer to, which was durable before them. Snapshots are left out: they come and go, and the
 * journal has it all. Rejects with ENOENT when a journal's file was taken back meanwhile, as a full disk makes it, or a
 * store was compacted. Only files are copied: links, pipes and devices are refused.
 */
export async function copyMarket(
  disk: Disk,
  { journals, folder }: { journals: JournalEngine; folder: string },
  target: string,
): Promise<number> {
  const stores = storesOf(await disk.list(folder))
  let bytes = await journals.copyTo(disk, target)
  for (const store of stores) bytes += await copyStore(disk, folder, target, store)
  const left = new Set(stores.map((store) => `${store}.json`))
  return bytes + (await copyRest(disk, folder, target, (name) => left.has(name) || isPassing(name)))
}

/** The lock, the mark of a market that was moved, what can be made again, and the files of journal and stores, which were copied before. */
const isPassing = (name: string): boolean =>
  name.startsWith(lockName) ||
  name === moveMarkName ||
  name.endsWith(temporarySuffix) ||
  /^(snapshot|journal)-.*\.jsonl?$/.test(name) ||
  storesOf([name]).length > 0

/**
 * Copies a store of records: the manifest, and then the files that it names. What the store goes on to write is
 * not part of the copy, save more lines at the end of the newest log. Rejects with ENOENT when a compaction
 * removed one of them meanwhile.
 */
async function copyStore(disk: Disk, source: string, target: string, store: string): Promise<number> {
  const { manifestPath } = new StoreFiles({ disk, folder: source, store })
  const copy = new StoreFiles({ disk, folder: target, store })
  if (!(await disk.list(source)).includes(basename(manifestPath)))
    throw new RecordDamage(manifestPath, 'it is missing')
  let bytes = await copyFile({ disk, path: manifestPath }, { disk, path: copy.manifestPath })
  const manifest = await copy.readManifest()
  for (const path of manifest ? copy.namedBy(manifest) : [])
    bytes += await copyFile({ disk, path: join(source, basename(path)) }, { disk, path })
  return bytes
}

/** All files that are not left out, with those in folders; then syncs the target. */
async function copyRest(
  disk: Disk,
  source: string,
  target: string,
  isLeft: (name: string) => boolean,
): Promise<number> {
  let bytes = 0
  for (const name of await disk.list(source)) {
    if (!isLeft(name)) bytes += await copyAny(disk, join(source, name), join(target, name))
  }
  await disk.syncFolder(target)
  return bytes
}

async function copyAny(disk: Disk, from: string, to: string): Promise<number> {
  try {
    return await copyFile({ disk, path: from }, { disk, path: to })
  } catch (error) {
    // Removed since the folder was listed: it was not needed any more.
    if (errorCode(error) === 'ENOENT') return 0
    if (errorCode(error) !== 'EISDIR') throw error
  }
  await disk.makeFolder(to)
  return copyRest(disk, from, to, (name) => name.endsWith(temporarySuffix))
}
