import { join } from 'node:path'
import { copyBytes } from '../disk/copy-file.ts'
import { isOutOfSpace, temporarySuffix, withFile, writeFileDurably } from '../disk/disk.ts'
import { JournalDamage, JournalNeedsSpace, type Replay } from './journal.ts'
import { firstSum } from './journal-line.ts'
import { checkTear, takeEntries } from './journal-reader.ts'
import { type LineScan, scanSegments, type Waypoint } from './journal-scan.ts'
import {
  checkOrder,
  damageAt,
  type JournalFolder,
  listSegments,
  readHeader,
  type Segment,
} from './journal-segments.ts'
import { markerName, readMarker, type ShutdownMarker } from './shutdown-marker.ts'

/** What a start checks and reports. */
export interface RecoveryOptions {
  /** A snapshot's seq, or 0. All lines are checked from the file that contains the next entry onwards. */
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
export async function recoverJournal(files: JournalFolder, options: RecoveryOptions): Promise<Recovered> {
  const marker = await readMarker(files.disk, files.folder)
  const knownDurableSeq = Math.max(options.knownDurableSeq, marker?.seq ?? 0)
  const segments = await listSegments(files)
  const torn = await findUnfinishedSegment(files, segments)
  const fromSeq = torn === null ? options.from + 1 : Math.min(options.from + 1, torn.first - 1)
  const scanned = await scanToEnd(files, segments, { ...options, fromSeq, marker })
  checkKnownDurable(scanned.last, knownDurableSeq, marker)
  const tear = await checkEnd(files, scanned.last)
  await removeTemporaries(files)
  if (tear !== null) options.report(await cut(files, scanned.last!, tear))
  const end = endAfterCut(scanned)
  if (end.seq > knownDurableSeq) await makeDurable(files, end)
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
  { disk, folder }: JournalFolder,
  segments: readonly Segment[],
): Promise<Segment | null> {
  for (const [index, segment] of segments.entries()) {
    const head = await withFile(disk, join(folder, segment.name), 'read', (file) => readHeader(file, segment))
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
  files: JournalFolder,
  segments: readonly Segment[],
  { from, replay, fromSeq, marker }: ScanOptions,
): Promise<Scanned> {
  const scanned: Scanned = { last: null, beforeLast: null, waypoints: [] }
  const reachedSeq = Math.max(from, marker?.seq ?? 0, (segments.at(-1)?.first ?? 1) - 1)
  const stops = [from, marker?.seq ?? from].sort((one, other) => one - other)
  for await (const scan of scanSegments(files, segments, fromSeq)) {
    scanned.beforeLast = scanned.last
    scanned.last = scan
    do {
      while (scan.next(stops.find((stop) => stop > scan.seq) ?? Number.POSITIVE_INFINITY)) {
        if (scan.seq === marker?.seq) checkMarker(scan, marker)
        if (replay && scan.seq > from) replay(takeEntries(scan), reachedSeq)
      }
      if (scan.head !== null) scanned.waypoints.push(scan.waypoint)
      if (scanned.waypoints.length > waypointsMax) scanned.waypoints.shift()
    } while (await scan.fill())
  }
  return scanned
}

function checkMarker(scan: LineScan, marker: ShutdownMarker): void {
  if (scan.sum === marker.sum) return
  const what = `entry ${marker.seq}, which ends here, is another one than ${markerName} says`
  throw damageAt(scan.segment, scan.offset, what)
}

function checkKnownDurable(
  last: LineScan | null,
  knownDurableSeq: number,
  marker: ShutdownMarker | null,
): void {
  const seq = last?.seq ?? 0
  if (seq >= knownDurableSeq) return
  const witness = marker?.seq === knownDurableSeq ? `${markerName} says` : 'a snapshot shows'
  if (last === null)
    throw new JournalDamage(`The journal is missing: ${witness} that it had ${knownDurableSeq} entries.`)
  const what = `${witness} that entry ${knownDurableSeq} was written, and the last one that is whole is ${seq}`
  throw damageAt(last.segment, last.offset, what)
}

/** The bytes of a torn tail, null when the journal ends with a whole line. */
async function checkEnd(files: JournalFolder, last: LineScan | null): Promise<Buffer | null> {
  if (last === null || (last.offset === last.sizeBytes && last.head !== null)) return null
  return checkTear(files, last)
}

/** Moves the tear to a file of its own; removes a file that has not even a whole header. */
async function cut(files: JournalFolder, scan: LineScan, tear: Buffer): Promise<Tear> {
  const { disk, folder } = files
  const { segment, head, offset, seq } = scan
  const keptAs = tear.length === 0 ? null : await keepAside(files, scan, tear)
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
  { disk, folder }: JournalFolder,
  { segment, offset }: LineScan,
  tear: Buffer,
): Promise<string> {
  const names = await disk.list(folder)
  const nameOf = (number: number) => segment.name.replace(/\.jsonl$/, `-tear-${offset}-${number}.bak`)
  let number = 1
  while (names.includes(nameOf(number))) number++
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
async function makeDurable(files: JournalFolder, { segment, bytes }: JournalEnd): Promise<void> {
  const { disk, folder } = files
  const path = join(folder, segment!.name)
  const copy = { disk, path: `${path}${temporarySuffix}` }
  try {
    await withFile(disk, path, 'read', (file) => copyBytes(file, bytes, copy, 'replace'))
    await disk.rename(copy.path, path)
  } catch (error) {
    if (!isOutOfSpace(error)) throw error
    await removeTemporaries(files)
    throw new JournalNeedsSpace(bytes)
  }
  await disk.syncFolder(folder)
}

/** Files that a crash left unfinished. */
async function removeTemporaries({ disk, folder }: JournalFolder): Promise<void> {
  for (const name of await disk.list(folder)) {
    if (name.startsWith('journal-') && name.endsWith(temporarySuffix)) await disk.remove(join(folder, name))
  }
}
