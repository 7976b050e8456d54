import { join } from 'node:path'
import { type Disk, readFully, withFile } from '../disk/disk.ts'
import type { Entry } from '../market/event.ts'
import { findLaterGroup, parseEntry } from './journal-line.ts'
import { type LineScan, scanSegments } from './journal-scan.ts'
import { damageAt, type JournalBounds, journalBounds, listSegments } from './journal-segments.ts'

/** Which entries to read: those with a seq above `after`, up to `upTo`. */
export interface ReadRange {
  after: number
  /**
   * A seq that is known to be durable; a journal that ends before it is damaged. Without it the reading goes
   * on to the last whole line, which a server that is running may not have synced yet.
   */
  upTo?: number
}

/**
 * Reads the journal without touching it, oldest entry first, also beside the process that appends. Every
 * line's checksum is verified from the beginning of the file on that holds the first entry wanted. Memory is
 * bounded by one chunk and one line. Throws a JournalDamage where the entries cannot be trusted; a tear at
 * the end ends the reading without a word: whoever opens the journal to append reports and cuts it.
 */
export async function* readEntries(
  disk: Disk,
  folder: string,
  { after, upTo }: ReadRange,
  bounds: JournalBounds = journalBounds,
): AsyncGenerator<Entry, void, undefined> {
  if (upTo !== undefined && upTo <= after) return
  const segments = await listSegments(disk, folder)
  let last: LineScan | null = null
  for await (const scan of scanSegments(disk, folder, segments, after + 1, bounds)) {
    last = scan
    do {
      while (scan.next()) {
        if (scan.seq <= after) continue
        yield entryOf(scan)
        if (scan.seq === upTo) return
      }
    } while (await scan.fill())
  }
  if (upTo !== undefined) throw endsEarly(last, upTo)
  if (last !== null && last.offset < last.sizeBytes) await checkTear(disk, folder, last)
}

/** The entry of the line that the scan found. */
function entryOf(scan: LineScan): Entry {
  let entry: Entry | null = null
  try {
    entry = parseEntry(scan.buffer, scan.start, scan.lineEnd)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  if (entry?.seq === scan.seq) return entry
  throw damageAt(
    scan.segment,
    scan.lineOffset,
    `the line is whole, and not the entry ${scan.seq} that should be here`,
  )
}

function endsEarly(last: LineScan | null, upTo: number): Error {
  const segment = last?.segment ?? { name: 'its first file', first: 1 }
  const seq = last?.seq ?? 0
  return damageAt(
    segment,
    last?.offset ?? 0,
    `the entry ${upTo} was written, and the last that can be read is ${seq}`,
  )
}

/**
 * The bytes from the first bad line of the newest file on, which a crash may have left there. Throws a
 * JournalDamage if it cannot have: when a line of a later group stands behind, since that was written only
 * after this line had been synced.
 */
export async function checkTear(disk: Disk, folder: string, end: LineScan): Promise<Buffer> {
  const rest = Buffer.allocUnsafe(end.sizeBytes - end.offset)
  await withFile(disk, join(folder, end.segment.name), 'read', (file) => readFully(file, rest, end.offset))
  const seq = end.seq + 1
  const laterOffset = findLaterGroup(rest, seq)
  if (laterOffset === -1) return rest
  throw damageAt(
    end.segment,
    end.offset,
    `the line of entry ${seq} is not what was written, and what was written after it stands at offset ${end.offset + laterOffset}`,
  )
}
