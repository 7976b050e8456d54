import { basename, join } from 'node:path'
import { type Disk, errorCode, readFully, temporarySuffix, withFile, writeAll } from '../disk/disk.ts'
import { lockName } from '../disk/folder-lock.ts'
import { sealName } from '../journal/journal-seal.ts'
import { listSegments } from '../journal/journal-segments.ts'
import { filesOf, manifestPath, readManifest, storesOf } from '../records/record-manifest.ts'
import { RecordDamage } from '../records/records.ts'

/** How much is read and written at once. */
const chunkBytes = 1024 * 1024

/**
 * Copies a market's folder into an empty one while the market may run, and returns the bytes; all of it is
 * durable then. The order makes the copy one that could have been: first the seal, which vouches for entries
 * that are in the journal already; then the journal, oldest file first; then what entries refer to, which was
 * durable before them. Snapshots stay behind: they come and go, and the journal has it all. The newest file
 * may end in a line that is being written, as after a crash: the next start sets it aside. Rejects with
 * ENOENT when a journal's file was taken back meanwhile, as a disk that is full makes it, or a store was compacted.
 * Only files are copied: links, pipes and devices are refused.
 */
export async function copyMarket(disk: Disk, source: string, target: string): Promise<number> {
  let bytes = 0
  const names = await disk.list(source)
  if (names.includes(sealName)) bytes += await copyFile(disk, join(source, sealName), join(target, sealName))
  const segments = (await listSegments(disk, source)).map(({ name }) => name)
  for (const name of segments) bytes += await copyFile(disk, join(source, name), join(target, name))
  const stores = storesOf(names)
  for (const store of stores) bytes += await copyStore(disk, source, target, store)
  const left = new Set([sealName, ...segments, ...stores.map((store) => `${store}.json`)])
  return bytes + (await copyRest(disk, source, target, (name) => left.has(name) || isPassing(name)))
}

/** What belongs to the process that runs, what can be made again, and what the journal got meanwhile. */
const isPassing = (name: string): boolean =>
  name.startsWith(lockName) ||
  name.endsWith(temporarySuffix) ||
  /^(snapshot|journal)-.*\.jsonl?$/.test(name) ||
  storesOf([name]).length > 0

/**
 * Copies a store of records: the manifest, and then the files that it names. What the store goes on to write is
 * not part of the copy, save more lines at the end of the newest log. Rejects with ENOENT when a compaction
 * removed one of them meanwhile.
 */
async function copyStore(disk: Disk, source: string, target: string, store: string): Promise<number> {
  const path = manifestPath(target, store)
  if (!(await disk.list(source)).includes(basename(path)))
    throw new RecordDamage(manifestPath(source, store), 'it is missing')
  let bytes = await copyFile(disk, manifestPath(source, store), path)
  const manifest = await readManifest(disk, target, store)
  for (const each of manifest ? filesOf(target, store, manifest) : [])
    bytes += await copyFile(disk, join(source, basename(each)), each)
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
    return await copyFile(disk, from, to)
  } catch (error) {
    // Removed since the folder was listed: it was not needed any more.
    if (errorCode(error) === 'ENOENT') return 0
    if (errorCode(error) !== 'EISDIR') throw error
  }
  await disk.makeFolder(to)
  return copyRest(disk, from, to, (name) => name.endsWith(temporarySuffix))
}

/** A file as long as it was when it was opened, so that one which grows comes to an end. */
async function copyFile(disk: Disk, from: string, to: string): Promise<number> {
  return withFile(disk, from, 'plain', async (source) => {
    const sizeBytes = await source.size()
    const buffer = Buffer.allocUnsafe(Math.max(1, Math.min(chunkBytes, sizeBytes)))
    // Reading comes first: of a folder it says so, and nothing was made.
    let count = await readFully(source, buffer.subarray(0, sizeBytes), 0)
    return withFile(disk, to, 'create', async (file) => {
      let copied = 0
      while (count > 0) {
        await writeAll(file, buffer.subarray(0, count), copied)
        copied += count
        count = await readFully(source, buffer.subarray(0, Math.min(chunkBytes, sizeBytes - copied)), copied)
      }
      await file.sync()
      return copied
    })
  })
}
