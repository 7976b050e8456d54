import { join } from 'node:path'
import { readFully, withFile } from '../disk/disk.ts'
import type { Entry } from '../market/event.ts'
import { upcastEntry, type WrittenEntry } from '../versions/steps.ts'
import type { ReadRange } from './journal.ts'
import { bareLines, findLaterGroup, parseBareLines } from './journal-line.ts'
import { type LineScan, scanSegments, type Waypoint } from './journal-scan.ts'
import { damageAt, type JournalFolder, listSegments } from './journal-segments.ts'

/**
 * Reads the journal without changing it, oldest entry first, also beside the process that appends. Every line's checksum
 * is verified from the beginning of the file that contains the first entry wanted, or from a waypoint. Memory is bounded
 * by one chunk and one line. Throws a JournalDamage where the entries cannot be trusted; a tear at the end
 * ends the reading silently: opening the journal to append reports and cuts it.
 */
export async function* readEntries(
  files: JournalFolder,
  { after, upTo }: ReadRange,
  waypoints: readonly Waypoint[] = [],
): AsyncGenerator<Entry[], void, undefined> {
  if (upTo !== undefined && upTo <= after) return
  const segments = await listSegments(files)
  let last: LineScan | null = null
  for await (const scan of scanSegments(files, segments, after + 1, waypoints)) {
    last = scan
    do {
      while (scan.next(scan.seq < after ? after : (upTo ?? Number.POSITIVE_INFINITY))) {
        if (scan.seq <= after) continue
        yield takeEntries(scan)
        if (scan.seq === upTo) return
      }
    } while (await scan.fill())
  }
  if (upTo !== undefined) throw endsEarly(last, upTo)
  if (last !== null && last.offset < last.sizeBytes) await checkTear(files, last)
}

/**
 * The entries of the lines that the scan found; call it once, since it overwrites them. Throws a JournalDamage when one is not the entry
 * that should be there, and a NewerVersion when a newer release wrote it.
 */
export function takeEntries(scan: LineScan): Entry[] {
  const { buffer, lineEnds } = scan
  bareLines(buffer, lineEnds)
  const entries = parseBareLines(buffer, scan.start, lineEnds.at(-1)!)
  const areRight = entries?.every((entry, index) => entry?.seq === seqOf(scan, index))
  const written = areRight && entries?.length === lineEnds.length ? entries : takeOneByOne(scan)
  return written.map(upcastEntry)
}

const seqOf = ({ seq, lineEnds }: LineScan, line: number): number => seq - lineEnds.length + 1 + line

/** Finds the line that is not the expected entry. */
function takeOneByOne(scan: LineScan): WrittenEntry[] {
  const { buffer, lineEnds, segment } = scan
  return lineEnds.map((lineEnd, index) => {
    const lineStart = index === 0 ? scan.start : lineEnds[index - 1]! + 1
    const seq = seqOf(scan, index)
    const [entry, ...more] = parseBareLines(buffer, lineStart, lineEnd) ?? []
    if (entry?.seq === seq && more.length === 0) return entry
    const what = `the line is whole, and not the entry ${seq} that should be here`
    throw damageAt(segment, scan.offsetOf(lineStart), what)
  })
}

function endsEarly(last: LineScan | null, upTo: number): Error {
  const { segment, offset, seq } = last ?? {
    segment: { name: 'its first file', first: 1 },
    offset: 0,
    seq: 0,
  }
  return damageAt(segment, offset, `the entry ${upTo} was written, and the last that can be read is ${seq}`)
}

/**
 * The bytes from the first bad line of the newest file on, which a crash may have left there. Throws a JournalDamage if
 * it cannot have: when a line of a later group follows, since that was written only after this line had been synced.
 */
export async function checkTear({ disk, folder }: JournalFolder, end: LineScan): Promise<Buffer> {
  const { segment, offset } = end
  const rest = Buffer.allocUnsafe(end.sizeBytes - offset)
  await withFile(disk, join(folder, segment.name), 'read', (file) => readFully(file, rest, offset))
  const seq = end.seq + 1
  const laterOffset = findLaterGroup(rest, seq)
  if (laterOffset === -1) return rest
  const what = `the line of entry ${seq} is not what was written, and what was written after it stands at offset ${offset + laterOffset}`
  throw damageAt(segment, offset, what)
}
