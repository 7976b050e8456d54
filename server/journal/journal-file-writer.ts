import { join } from 'node:path'
import { type DiskFile, writeAll } from '../disk/disk.ts'
import { formatSum } from '../disk/summed-json.ts'
import { encodeHeader, firstSum, groupOfLine, journalVersion } from './journal-line.ts'
import { type JournalBounds, type JournalFolder, journalBounds, segmentOf } from './journal-segments.ts'
import { chainLines, type LineRun } from './line-runs.ts'
import { writeMarker } from './shutdown-marker.ts'

/** How much is written at once. */
const pieceBytes = 1024 * 1024

/**
 * Writes lines as the files of a journal, with a clean-shutdown marker, into a folder that has none. Entries and groups
 * stay as they are; the sums are those of the new files. Durable once the folder is synced. Returns the bytes.
 */
export async function writeJournalFiles(
  files: Pick<JournalFolder, 'disk' | 'folder'> & { bounds?: JournalBounds },
  runs: AsyncIterable<LineRun>,
): Promise<number> {
  const writer = new JournalFileWriter({ bounds: journalBounds, ...files })
  try {
    for await (const run of runs) await writer.write(run)
    await writer.finish()
  } finally {
    await writer.close()
  }
  return writer.bytes
}

class JournalFileWriter {
  readonly #files: JournalFolder
  /** Written so far, in all files. */
  bytes = 0
  #file: DiskFile | null = null
  #first = 0
  #seq = 0
  #sum = firstSum
  #group = 0
  /** Of the newest file: what is written, and what waits. */
  #fileBytes = 0
  #waiting: Buffer[] = []
  #waitingBytes = 0

  constructor(files: JournalFolder) {
    this.#files = files
  }

  async write({ first, bytes, lineEnds }: LineRun): Promise<void> {
    let start = 0
    let ends: number[] = []
    let seq = first
    const take = async (end: number): Promise<void> => {
      if (ends.length > 0) await this.#take(bytes.subarray(start, end), ends)
      start = end
      ends = []
    }
    for (const [index, lineEnd] of lineEnds.entries()) {
      const lineStart = index === 0 ? 0 : lineEnds[index - 1]! + 1
      const group = groupOfLine(bytes, lineEnd)
      if (group !== this.#group) {
        await take(lineStart)
        await this.#beginGroup(group, seq)
      }
      ends.push(lineEnd - start)
      seq += 1
    }
    await take(bytes.length)
    this.#seq = seq - 1
  }

  /** A file begins with a group, as `FileJournal` makes it. */
  async #beginGroup(group: number, seq: number): Promise<void> {
    this.#group = group
    if (this.#file && this.#fileBytes + this.#waitingBytes < this.#files.bounds.segmentBytesMax) return
    await this.#endFile()
    const { disk, folder } = this.#files
    const header = {
      journal: journalVersion,
      first: seq,
      previous: this.#first,
      after: formatSum(this.#sum),
    }
    this.#first = seq
    this.#file = await disk.open(join(folder, segmentOf(seq).name), 'create')
    const encoded = encodeHeader(header, this.#sum)
    this.#sum = encoded.sum
    this.#waiting.push(encoded.bytes)
    this.#waitingBytes += encoded.bytes.length
  }

  async #take(bytes: Buffer, lineEnds: readonly number[]): Promise<void> {
    this.#sum = chainLines({ bytes, lineEnds }, this.#sum)
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes >= pieceBytes) await this.#flush()
  }

  async #flush(): Promise<void> {
    const piece = Buffer.concat(this.#waiting.splice(0))
    this.#waitingBytes = 0
    if (piece.length === 0) return
    await writeAll(this.#file!, piece, this.#fileBytes)
    this.#fileBytes += piece.length
    this.bytes += piece.length
  }

  async #endFile(): Promise<void> {
    await this.#flush()
    await this.#file?.sync()
    await this.close()
    this.#fileBytes = 0
  }

  async finish(): Promise<void> {
    await this.#endFile()
    if (this.#seq > 0)
      await writeMarker(this.#files.disk, this.#files.folder, { seq: this.#seq, sum: this.#sum })
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = null
    await file?.close()
  }
}
