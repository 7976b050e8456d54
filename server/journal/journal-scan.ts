import { join } from 'node:path'
import type { DiskFile } from '../disk/disk.ts'
import { verifySum } from '../disk/summed-json.ts'
import { firstSum } from './journal-line.ts'
import {
  checkLink,
  damageAt,
  type JournalFolder,
  readHeader,
  type Segment,
  type SegmentHead,
  segmentIndexOf,
} from './journal-segments.ts'

/** A position between two lines of a file. This process has verified everything before it, so that scans may begin there. */
export interface Waypoint {
  segment: Segment
  offset: number
  /** Of the previous line. */
  seq: number
  sum: number
}

/**
 * Opens the journal's files one after the other for {@link LineScan}s, from the one that contains the entry `fromSeq` or
 * would contain it next, and checks that each continues the previous one. The caller takes all lines of a scan before the
 * next. A line that is not what was written is a JournalDamage, except in the newest file, where it may be a tear: there
 * the scan ends before it, and the caller decides. Begins at the last of the waypoints, oldest first, that is before
 * `fromSeq`, or with the file.
 */
export async function* scanSegments(
  { disk, folder, bounds }: JournalFolder,
  segments: readonly Segment[],
  fromSeq: number,
  waypoints: readonly Waypoint[] = [],
): AsyncGenerator<LineScan> {
  let before: LineScan | null = null
  const waypoint = waypoints.findLast(({ seq }) => seq < fromSeq)
  for (const segment of segments.slice(segmentIndexOf(segments, fromSeq))) {
    const file = await disk.open(join(folder, segment.name), 'read')
    try {
      const scan: LineScan = await beginScan(file, segment, before, bounds.readChunkBytes)
      if (before === null && waypoint?.segment.first === segment.first) scan.skipTo(waypoint)
      yield scan
      before = scan
    } finally {
      await file.close()
    }
  }
}

async function beginScan(
  file: DiskFile,
  segment: Segment,
  before: LineScan | null,
  chunkBytes: number,
): Promise<LineScan> {
  if (before !== null && before.offset < before.sizeBytes) {
    throw damageAt(before.segment, before.offset, 'the line is not what was written, and newer files follow')
  }
  const head = await readHeader(file, segment)
  if (before !== null) checkLink(before, segment, head)
  return new LineScan(file, segment, head, await file.size(), chunkBytes)
}

/**
 * Goes through the verified lines of one file in order, in chunks, so that a file of any size takes bounded memory.
 * `next` is synchronous and moves by many lines, for speed; when it returns false, `fill` reads more:
 *
 *     do while (scan.next(upTo)) … while (await scan.fill())
 *
 * Ends before the first line that is not what was written (`offset` is then where that one begins), or where the file
 * ended when it was opened.
 */
export class LineScan {
  readonly segment: Segment
  /** Null when the file's first line is not what was written; then there are no lines. */
  readonly head: SegmentHead | null
  readonly sizeBytes: number
  /** The lines that `next` found are adjacent in `buffer`, from `start` on. */
  buffer: Buffer
  start = 0
  /** The positions of their line breaks. */
  readonly lineEnds: number[] = []
  /** Of the last line that `next` found; before the first, of the line before this file. */
  seq: number
  sum: number

  readonly #file: DiskFile
  /** The file offset of the buffer's first byte. */
  #bufferOffset: number
  #position = 0
  #filled = 0
  #bad: boolean

  constructor(
    file: DiskFile,
    segment: Segment,
    head: SegmentHead | null,
    sizeBytes: number,
    chunkBytes: number,
  ) {
    this.#file = file
    this.segment = segment
    this.head = head
    this.sizeBytes = sizeBytes
    this.seq = segment.first - 1
    this.sum = head?.sum ?? firstSum
    this.#bufferOffset = head?.bytes ?? 0
    this.#bad = head === null
    this.buffer = Buffer.allocUnsafe(Math.max(1, Math.min(chunkBytes, sizeBytes - this.#bufferOffset)))
  }

  /** The file offset of the first byte that is not part of a verified line. */
  get offset(): number {
    return this.#bufferOffset + this.#position
  }

  get waypoint(): Waypoint {
    return { segment: this.segment, offset: this.offset, seq: this.seq, sum: this.sum }
  }

  /** Begins at a waypoint of this file instead; nothing has been read yet. */
  skipTo({ offset, seq, sum }: Waypoint): void {
    this.#bufferOffset = offset
    this.seq = seq
    this.sum = sum
  }

  /** The file offset of a byte of the buffer. */
  offsetOf(position: number): number {
    return this.#bufferOffset + position
  }

  /** Moves over the next lines that have been read and are what was written, up to `upTo`. */
  next(upTo: number): boolean {
    this.start = this.#position
    this.lineEnds.length = 0
    const full = this.start + runBytesMin
    while (this.seq < upTo && this.#position < full && this.#verifyLine()) this.seq++
    return this.lineEnds.length > 0
  }

  #verifyLine(): boolean {
    if (this.#bad) return false
    const lineEnd = this.buffer.indexOf(newline, this.#position)
    if (lineEnd === -1 || lineEnd >= this.#filled) return false
    const sum = verifySum(this.buffer, this.#position, lineEnd, this.sum)
    if (sum === -1) {
      this.#bad = true
      return false
    }
    this.sum = sum
    this.lineEnds.push(lineEnd)
    this.#position = lineEnd + 1
    return true
  }

  /** Reads more; false at the end, or after a bad line. */
  async fill(): Promise<boolean> {
    const fileOffset = this.#bufferOffset + this.#filled
    if (this.#bad || fileOffset >= this.sizeBytes) return false
    this.#makeRoom()
    const wantedBytes = Math.min(this.buffer.length - this.#filled, this.sizeBytes - fileOffset)
    const wanted = this.buffer.subarray(this.#filled, this.#filled + wantedBytes)
    const readBytes = await this.#file.read(wanted, fileOffset)
    this.#filled += readBytes
    return readBytes > 0
  }

  /** Moves the beginning of an unfinished line to the front, into a larger buffer when it fills this one. */
  #makeRoom(): void {
    const rest = this.#filled - this.#position
    const buffer = rest < this.buffer.length ? this.buffer : Buffer.allocUnsafe(this.buffer.length * 2)
    this.buffer.copy(buffer, 0, this.#position, this.#filled)
    this.buffer = buffer
    this.#bufferOffset += this.#position
    this.#position = 0
    this.#filled = rest
  }
}

const newline = 0x0a

/** Lines handed over at once: measured, more do not make parsing faster. */
const runBytesMin = 64 * 1024
