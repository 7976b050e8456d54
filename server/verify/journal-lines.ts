import { createReadStream, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { crc32 } from 'node:zlib'
import type { WrittenEntry } from '../versions/fields-added.ts'
import { upcastEntry } from '../versions/steps.ts'
import type { Findings } from './findings.ts'

/** An entry as the audit reads it: as little as it needs to know, and nothing of the market's own types. */
export interface AuditedEntry {
  v: number
  seq: number
  at: number
  id: string
  actor: string
  content?: string
  events: AuditedEvent[]
}

export interface AuditedEvent {
  type: string
  // biome-ignore lint/suspicious/noExplicitAny: read from a file that is being doubted; each check looks itself
  [field: string]: any
}

/**
 * Reads a journal's files in order and checks their form: each line's checksum, chained over lines and files;
 * groups that never fall; names and headers that fit. Yields the entries whose lines are whole.
 */
export class JournalLines {
  files = 0
  /** Where the last file ends in a line that is being written, or that a crash cut: the next start ends it. */
  unfinished: string | null = null
  readonly #folder: string
  readonly #findings: Findings
  #sum = 0
  #previousFirst = 0
  #group = 0

  constructor(folder: string, findings: Findings) {
    this.#folder = folder
    this.#findings = findings
  }

  async *read(): AsyncIterable<AuditedEntry> {
    const names = readdirSync(this.#folder).filter((name) => /^journal-\d{16}\.jsonl$/.test(name))
    for (const name of names.sort()) {
      this.files += 1
      if (this.unfinished) this.#findings.add(0, `${this.unfinished} is not JSON`)
      yield* this.#readFile(name)
    }
  }

  async *#readFile(name: string): AsyncIterable<AuditedEntry> {
    let number = 0
    this.unfinished = null
    const input = createReadStream(join(this.#folder, name), { encoding: 'utf8' })
    for await (const line of createInterface({ input, crlfDelay: 0 })) {
      number += 1
      if (this.unfinished) this.#findings.add(0, `${this.unfinished} is not JSON`)
      const where = `${name}, line ${number}`
      const parsed = parse(line)
      this.unfinished = parsed ? null : where
      if (!parsed) continue
      if (number === 1) this.#checkHeader(name, line, parsed)
      else if (this.#checkLine(where, line, parsed)) yield upcastEntry(parsed as unknown as WrittenEntry)
    }
  }

  #checkHeader(name: string, line: string, header: Record<string, unknown>): void {
    const fits =
      header.journal === 1 &&
      name === `journal-${String(header.first).padStart(16, '0')}.jsonl` &&
      header.previous === this.#previousFirst &&
      header.after === hex(this.#sum)
    this.#findings.expect(fits, 0, `${name} does not follow the file before it`)
    this.#previousFirst = Number(header.first)
    // A file's own chain begins with what its header says, so that one break is told once.
    this.#sum = Number.parseInt(String(header.after), 16)
    this.#checkSum(`${name}, line 1`, line)
  }

  #checkLine(where: string, line: string, parsed: Record<string, unknown>): boolean {
    const group = Number(parsed.group)
    this.#findings.expect(
      group >= this.#group && group <= Number(parsed.seq),
      Number(parsed.seq),
      `${where}: group ${group} after group ${this.#group}`,
    )
    this.#group = group
    return this.#checkSum(where, line)
  }

  #checkSum(where: string, line: string): boolean {
    const covered = line.slice(0, -10)
    const sum = crc32(covered, this.#sum)
    const stated = line.slice(-10, -2)
    this.#sum = Number.parseInt(stated, 16)
    return this.#findings.expect(
      stated === hex(sum),
      0,
      `${where}: its checksum is ${stated}, not ${hex(sum)}`,
    )
  }
}

function parse(line: string): Record<string, unknown> | null {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const hex = (sum: number): string => sum.toString(16).padStart(8, '0')
