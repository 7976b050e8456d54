import { type Disk, type DiskFile, readFully } from '../disk/disk.ts'
import { parseSum } from '../disk/summed-json.ts'
import { JournalDamage } from './journal.ts'
import { firstSum, journalVersion, parseHeader, type SegmentHeader } from './journal-line.ts'

/** The journal's bounds. */
export const journalBounds = {
  /** Once a file has this size, the next group begins a new one. */
  segmentBytesMax: 64 * 1024 * 1024,
  /** How much is read at once. */
  readChunkBytes: 256 * 1024,
}

export type JournalBounds = typeof journalBounds

/** The folder that a journal's files are in. */
export interface JournalFolder {
  disk: Disk
  folder: string
  bounds: JournalBounds
}

/** One file of the journal, known by the seq of its first entry. */
export interface Segment {
  name: string
  first: number
}

/** A file's valid header. */
export interface SegmentHead {
  header: SegmentHeader
  /** The header's own sum, which the first entry's continues. */
  sum: number
  /** Where the first entry's line begins. */
  bytes: number
}

export function segmentOf(first: number): Segment {
  return { name: `journal-${String(first).padStart(16, '0')}.jsonl`, first }
}

/** The journal's files, oldest first. */
export async function listSegments({
  disk,
  folder,
}: Pick<JournalFolder, 'disk' | 'folder'>): Promise<Segment[]> {
  const names = await disk.list(folder)
  return names
    .map((name) => ({ name, first: Number(/^journal-(\d{16})\.jsonl$/.exec(name)?.[1] ?? 0) }))
    .filter((segment) => segment.first > 0)
    .sort((one, other) => one.first - other.first)
}

/** The index of the file that contains the entry `seq`, or would contain it next. */
export function segmentIndexOf(segments: readonly Segment[], seq: number): number {
  return Math.max(
    0,
    segments.findLastIndex((segment) => segment.first <= seq),
  )
}

/** Reads a file's header; null if it is not what was written. */
export async function readHeader(file: DiskFile, segment: Segment): Promise<SegmentHead | null> {
  const buffer = Buffer.alloc(headerBytesMax)
  const lineEnd = buffer.subarray(0, await readFully(file, buffer, 0)).indexOf('\n')
  const parsed = lineEnd === -1 ? null : parseHeader(buffer, lineEnd)
  if (parsed === null) return null
  const { journal, first } = parsed.header
  if (journal !== journalVersion) {
    throw damageAt(segment, 0, `it is of form ${journal}, and this Souk knows form ${journalVersion} only`)
  }
  if (first !== segment.first) {
    throw damageAt(segment, 0, `it begins with entry ${first}, which is not what its name says`)
  }
  return { ...parsed, bytes: lineEnd + 1 }
}

/** More than the longest header. */
const headerBytesMax = 256

/** Checks that a file's header names `previous` as the file before it: finds one that is missing or was added. */
export function checkOrder(segment: Segment, head: SegmentHead, previous: Segment | undefined): void {
  const stated = head.header.previous
  if (stated !== (previous?.first ?? 0)) {
    const expected = stated === 0 ? 'none' : segmentOf(stated).name
    const found = previous?.name ?? 'none'
    throw damageAt(segment, 0, `the file before it should be ${expected}, and the one found is ${found}`)
  }
  if (previous === undefined && (segment.first !== 1 || parseSum(head.header.after) !== firstSum)) {
    throw damageAt(segment, 0, 'it is the oldest file, and does not begin with the first entry')
  }
}

/** Checks that a file continues the previous one; an unreadable header is not checked. */
export function checkLink(
  { seq, sum }: { seq: number; sum: number },
  segment: Segment,
  head: SegmentHead | null,
): void {
  const { first } = segment
  if (first !== seq + 1)
    throw damageAt(segment, 0, `it begins with entry ${first}, and the file before ends with ${seq}`)
  if (head !== null && parseSum(head.header.after) !== sum)
    throw damageAt(segment, 0, 'it does not follow the file before it: the checksums do not match')
}

/** Damage at an offset of a file. */
export function damageAt(segment: Segment, offset: number, what: string): JournalDamage {
  return new JournalDamage(`The journal is damaged at ${segment.name}, offset ${offset}: ${what}.`)
}
