import { join } from 'node:path'
import {
  type Disk,
  isOutOfSpace,
  readFully,
  temporarySuffix,
  withFile,
  writeAll,
  writeFileDurably,
} from '../disk/disk.ts'
import { JournalDamage, JournalNeedsSpace, type Replay } from './journal.ts'
import { firstSum } from './journal-line.ts'
import { checkTear, takeEntries } from './journal-reader.ts'
import { type LineScan, scanSegments, type Waypoint } from './journal-scan.ts'
import {
  checkOrder,
  damageAt,
  type JournalBounds,
  listSegments,
  readHeader,
  type Segment,
} from './journal-segments.ts'
import { markerName, readMarker, type ShutdownMarker } from './shutdown-marker.ts'

/** What a start checks and reports. */
export interface RecoveryOptions {
  /** All lines are checked from the file on that holds the entry after this one: a snapshot's seq, or 0. */
  from: number
  /** The seq of a snapshot, or 0: up to there nothing can be a tear. */
  knownDurableSeq: number
  /**
   * Receives the entries after `from` as they are checked, oldest first, so that a start reads them once. Nothing
   * of it counts before the journal is open: it may yet be damaged further on.
   */
  replay?: Replay
  /** Is told of a torn tail, once it is kept aside and cut. */
  report(tear: Tear): void
}

/** Bytes at the end that a crash left unfinished; they were never acknowledged. */
export interface Tear {
  /** The file's name, and where in it the tear began. */
  file: string
  offset: number
  /** The seq of the first entry that may have been in it. */
  firstSeq: number
  bytes: number
  /** The file that the bytes were moved to; null when there were none. */
  keptAs: string | null
}

/** A journal that can be appended to. */
export interface Recovered {
  end: JournalEnd
  /** Near the end, oldest first: they make reading the last entries quick. */
  waypoints: readonly Waypoint[]
}

/** Where the next group goes. */
export interface JournalEnd {
  /** The last entry's seq and sum. */
  seq: number
  sum: number
  /** The newest file and its length; null when there is none yet. */
  segment: Segment | null
  bytes: number
}

/**
 * Makes a journal ready for appending however the previous process ended: a torn tail is moved to a file of its own, and
 * the last group is made durable. Throws a JournalDamage for anything else that is not what was written, and then changes
 * nothing. Of files before the one where `from` begins, only the header is read.
 */
export async function recoverJournal(
  disk: Disk,
  folder: string,
  options: RecoveryOptions,
  bounds: JournalBounds,
): Promise<Recovered> {
  const marker = await readMarker(disk, folder)
  const knownDurableSeq = Math.max(options.knownDurableSeq, marker?.seq ?? 0)
  const segments = await listSegments(disk, folder)
  const torn = await findUnfinishedSegment(disk, folder, segments)
  const fromSeq = torn === null ? options.from + 1 : Math.min(options.from + 1, torn.first - 1)
  const scanned = await scanToEnd(disk, folder, segments, { ...options, fromSeq, marker }, bounds)
  checkKnownDurable(scanned.last, knownDurableSeq, marker)
  const tear = await checkEnd(disk, folder, scanned.last)
  await removeTemporaries(disk, folder)
  if (tear !== null) options.report(await cut(disk, folder, scanned.last!, tear))
  const end = endAfterCut(scanned)
  if (end.seq > knownDurableSeq) await makeDurable(disk, folder, end)
  return { end, waypoints: scanned.waypoints }
}

interface Scanned {
  last: LineScan | null
  beforeLast: LineScan | null
  waypoints: Waypoint[]
}

/** One per chunk: enough for one file. */
const waypointsMax = 256

/**
 * Reads all headers, and checks that no file is missing or was added. Only the newest may have an unreadable header,
 * which a crash leaves when it interrupts the making of that file: returns it then.
 */
async function findUnfinishedSegment(
  disk: Disk,
  folder: string,
  segments: readonly Segment[],
): Promise<Segment | null> {
  for (const [index, segment] of segments.entries()) {
    const head = await readHeader(disk, folder, segment)
    if (head !== null) checkOrder(segment, head, segments[index - 1])
    else if (index < segments.length - 1) throw damageAt(segment, 0, 'its first line is not what was written')
    else if (index === 0 && segment.first !== 1) throw damageAt(segment, 0, 'the files before it are missing')
    else return segment
  }
  return null
}

interface ScanOptions extends Pick<RecoveryOptions, 'from' | 'replay'> {
  fromSeq: number
  marker: ShutdownMarker | null
}

async function scanToEnd(
  disk: Disk,
  folder: string,
  segments: readonly Segment[],
  { from, replay, fromSeq, marker }: ScanOptions,
  bounds: JournalBounds,
): Promise<Scanned> {
  const scanned: Scanned = { last: null, beforeLast: null, waypoints: [] }
  const stops = [from, marker?.seq ?? from].sort((one, other) => one - other)
  for await (const scan of scanSegments(disk, folder, segments, fromSeq, bounds)) {
    scanned.beforeLast = scanned.last
    scanned.last = scan
    do {
      while (scan.next(stops.find((stop) => stop > scan.seq) ?? Number.POSITIVE_INFINITY)) {
        if (scan.seq === marker?.seq) checkMarker(scan, marker)
        if (replay && scan.seq > from) replay(takeEntries(scan))
      }
      if (scan.head !== null) scanned.waypoints.push(scan.waypoint)
      if (scanned.waypoints.length > waypointsMax) scanned.waypoints.shift()
    } while (await scan.fill())
  }
  return scanned
}

function checkMarker(scan: LineScan, marker: ShutdownMarker): void {
  if (scan.sum === marker.sum) return
  throw damageAt(
    scan.segment,
    scan.offset,
    `entry ${marker.seq}, which ends here, is another one than ${markerName} says`,
  )
}

function checkKnownDurable(
  last: LineScan | null,
  knownDurableSeq: number,
  marker: ShutdownMarker | null,
): void {
  const seq = last?.seq ?? 0
  if (seq >= knownDurableSeq) return
  const witness = marker?.seq === knownDurableSeq ? `${markerName} says` : 'a snapshot shows'
  if (last === null) {
    throw new JournalDamage(`The journal is missing: ${witness} that it had ${knownDurableSeq} entries.`)
  }
  throw damageAt(
    last.segment,
    last.offset,
    `${witness} that entry ${knownDurableSeq} was written, and the last one that is whole is ${seq}`,
  )
}

/** The bytes of a torn tail, null when the journal ends with a whole line. */
async function checkEnd(disk: Disk, folder: string, last: LineScan | null): Promise<Buffer | null> {
  if (last === null || (last.offset === last.sizeBytes && last.head !== null)) return null
  return checkTear(disk, folder, last)
}

/** Moves the tear to a file of its own; removes a file that has not even a whole header. */
async function cut(
  disk: Disk,
  folder: string,
  { segment, head, offset, seq }: LineScan,
  tear: Buffer,
): Promise<Tear> {
  const keptAs = tear.length === 0 ? null : await keepAside(disk, folder, segment, offset, tear)
  const path = join(folder, segment.name)
  if (head === null) {
    await disk.remove(path)
    await disk.syncFolder(folder)
  } else {
    await withFile(disk, path, 'edit', async (file) => {
      await file.truncate(offset)
      await file.sync()
    })
  }
  return { file: segment.name, offset, firstSeq: seq + 1, bytes: tear.length, keptAs }
}

async function keepAside(
  disk: Disk,
  folder: string,
  segment: Segment,
  offset: number,
  tear: Buffer,
): Promise<string> {
  const names = new Set(await disk.list(folder))
  let number = 1
  const nameOf = (n: number) => segment.name.replace(/\.jsonl$/, `-tear-${offset}-${n}.bak`)
  while (names.has(nameOf(number))) number++
  await writeFileDurably(disk, join(folder, nameOf(number)), tear)
  return nameOf(number)
}

function endAfterCut({ last, beforeLast }: Scanned): JournalEnd {
  const end = last?.head === null ? beforeLast : last
  if (end === null) return { seq: 0, sum: firstSum, segment: null, bytes: 0 }
  return { seq: end.seq, sum: end.sum, segment: end.segment, bytes: end.offset }
}

/**
 * The previous process may have ended between the write of its last group and the sync, or because that sync failed. The
 * bytes can then be read but are not on the disk, and a second sync would not write them. So the whole file is written
 * again, as a copy that replaces it: overwriting in place could lose an acknowledged group if the power failed meanwhile.
 * All older groups were synced before this one was written. Throws a {@link JournalNeedsSpace} where there is no space
 * for a copy.
 */
async function makeDurable(disk: Disk, folder: string, end: JournalEnd): Promise<void> {
  const path = join(folder, end.segment!.name)
  try {
    await replaceByCopy(disk, path, end.bytes)
  } catch (error) {
    if (!isOutOfSpace(error)) throw error
    await removeTemporaries(disk, folder)
    throw new JournalNeedsSpace(end.bytes)
  }
  await disk.syncFolder(folder)
}

/** Replaces a file by a durable copy of its first bytes. */
async function replaceByCopy(disk: Disk, path: string, sizeBytes: number): Promise<void> {
  const copyPath = `${path}${temporarySuffix}`
  await withFile(disk, copyPath, 'replace', async (copy) => {
    await withFile(disk, path, 'read', async (file) => {
      const buffer = Buffer.allocUnsafe(Math.min(sizeBytes, copyChunkBytes))
      for (let offset = 0; offset < sizeBytes; offset += buffer.length) {
        const chunk = buffer.subarray(0, Math.min(buffer.length, sizeBytes - offset))
        await readFully(file, chunk, offset)
        await writeAll(copy, chunk, offset)
      }
    })
    await copy.sync()
  })
  await disk.rename(copyPath, path)
}

const copyChunkBytes = 1024 * 1024

/** Files that a crash left unfinished. */
async function removeTemporaries(disk: Disk, folder: string): Promise<void> {
  const names = await disk.list(folder)
  for (const name of names) {
    if (name.startsWith('journal-') && name.endsWith(temporarySuffix)) await disk.remove(join(folder, name))
  }
}
