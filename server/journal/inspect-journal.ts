import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { withFile } from '../disk/disk.ts'
import { readLines } from '../disk/read-lines.ts'
import { formatSum, parseJson } from '../disk/summed-json.ts'
import type { Entry } from '../market/event.ts'
import { upcastEntry, type WrittenEntry } from '../versions/steps.ts'
import type { Inspected, Inspector } from './journal.ts'
import { type JournalFolder, listSegments } from './journal-segments.ts'

/**
 * Inspects a journal's files, oldest first. Checks their form with code of its own, since an audit doubts the code that
 * reads journals too: each line's checksum, chained over lines and files; groups that never fall; names and headers
 * that fit.
 */
export async function inspectJournal(files: JournalFolder, inspector: Inspector): Promise<Inspected> {
  const { disk, folder } = files
  const segments = await listSegments(files)
  const inspection = new Inspection(inspector)
  for (const { name } of segments) {
    const path = join(folder, name)
    // A file that grows meanwhile is read up to where it ended.
    const sizeBytes = await withFile(disk, path, 'read', (file) => file.size())
    inspection.begin(name)
    const endBytes = await readLines(disk, path, (line) => inspection.line(line), sizeBytes)
    if (endBytes < sizeBytes) inspection.unfinishedLine()
  }
  return { files: segments.length, unfinished: inspection.unfinished }
}

/** What it finds in the lines of files, or of whatever else has names and contains lines. */
export class Inspection {
  /** A line that is not whole; none may follow it. */
  unfinished: string | null = null
  readonly #inspector: Inspector
  #name = ''
  #lines = 0
  #isHeaderDue = false
  /** Of the line before. */
  #sum = 0
  #previousFirst = 0
  #group = 0

  constructor(inspector: Inspector) {
    this.#inspector = inspector
  }

  /** The lines that follow are of a file that begins with a header, or of something else without one. */
  begin(name: string, hasHeader = true): void {
    this.#endUnfinished()
    this.#name = name
    this.#lines = 0
    this.#isHeaderDue = hasHeader
  }

  line(line: Buffer): void {
    this.#endUnfinished()
    this.#lines += 1
    const parsed = parseJson(line.toString())
    if (typeof parsed !== 'object' || parsed === null) this.unfinished = this.#where
    else if (this.#isHeaderDue) this.#checkHeader(line, parsed as Fields)
    else if (this.#isWhole(line, parsed as Fields)) this.#inspector.entry(entryOf(parsed as Fields))
  }

  unfinishedLine(): void {
    this.#endUnfinished()
    this.#lines += 1
    this.unfinished = this.#where
  }

  get #where(): string {
    return `${this.#name}, line ${this.#lines}`
  }

  /** What follows shows that it was no end. */
  #endUnfinished(): void {
    if (this.unfinished !== null) this.#inspector.damage(0, `${this.unfinished} is not JSON`)
    this.unfinished = null
  }

  #checkHeader(line: Buffer, header: Fields): void {
    this.#isHeaderDue = false
    const fits =
      header.journal === 1 &&
      this.#name === `journal-${String(header.first).padStart(16, '0')}.jsonl` &&
      header.previous === this.#previousFirst &&
      header.after === formatSum(this.#sum)
    this.#expect(fits, 0, `${this.#name} does not follow the file before it`)
    this.#previousFirst = Number(header.first)
    // A file's own chain begins with what its header says, so that one break is reported once.
    this.#sum = Number.parseInt(String(header.after), 16)
    this.#checkSum(line)
  }

  #isWhole(line: Buffer, { group, seq }: Fields): boolean {
    const fits = Number(group) >= this.#group && Number(group) <= Number(seq)
    this.#expect(fits, Number(seq), `${this.#where}: group ${group} after group ${this.#group}`)
    this.#group = Number(group)
    return this.#checkSum(line)
  }

  #checkSum(line: Buffer): boolean {
    const sum = formatSum(crc32(line.subarray(0, -10), this.#sum))
    const stated = line.toString('latin1', line.length - 10, line.length - 2)
    this.#sum = Number.parseInt(stated, 16)
    return this.#expect(stated === sum, 0, `${this.#where}: its checksum is ${stated}, not ${sum}`)
  }

  #expect(holds: boolean, seq: number, message: string): boolean {
    if (!holds) this.#inspector.damage(seq, message)
    return holds
  }
}

type Fields = Record<string, unknown>

function entryOf({ group: _group, sum: _sum, ...entry }: Fields): Entry {
  return upcastEntry(entry as unknown as WrittenEntry)
}
