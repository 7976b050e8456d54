import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { errorCode } from '../disk/disk.ts'
import { linesOf } from './file-lines.ts'
import { Findings } from './findings.ts'

interface AuditedManifest {
  version: number
  base: { number: number; sum: string; count: number } | null
  logs: { number: number; bytes: number }[]
}

const newline = 0x0a
const manifestBytesMax = 1024 * 1024

/** The records in a store's files, by kind and key. */
export type AuditedRecords = Map<string, unknown>

/** Checks every store of records in a folder, and the files about people that the first release wrote. */
export function auditRecords(folder: string, findings: Findings): AuditedRecords {
  const names = readdirSync(folder)
  const records: AuditedRecords = new Map()
  for (const name of names.filter((each) => /^(names|accounts|links|ended)-[0-3][0-9a-f]\.json$/.test(each)))
    readFormer(folder, name, findings, records)
  const stores = new Set(names.flatMap((name) => /^([a-z]+)-\d{8}\.jsonl?$/.exec(name)?.[1] ?? []))
  if (names.includes('people.json')) stores.add('people')
  for (const store of stores) auditStore(folder, store, findings, records)
  return records
}

/** While the market runs, a compaction may replace the files during the audit: then they are read again. */
function auditStore(folder: string, store: string, findings: Findings, records: AuditedRecords): void {
  const manifest = (): string => {
    const isThere = readdirSync(folder).includes(`${store}.json`)
    return isThere ? readFileSync(join(folder, `${store}.json`), 'latin1') : ''
  }
  for (let attempt = 0; ; attempt += 1) {
    const before = manifest()
    const found = new Findings()
    try {
      new StoreAudit(folder, store, found, records).run()
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || manifest() === before) throw error
    }
    if (manifest() !== before && attempt < 3) continue
    for (const { seq, message } of found.kept) findings.add(seq, message)
    return
  }
}

function readFormer(folder: string, name: string, findings: Findings, records: AuditedRecords): void {
  try {
    const { records: all = {} } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const kind = name.startsWith('accounts') ? 'account' : name.split('-', 1)[0]!
    for (const [key, value] of Object.entries(all)) records.set(`${kind} ${key}`, value)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    findings.add(0, `${name} is not JSON`)
  }
}

/** Checks that all files of one store are there, and are what was written. */
class StoreAudit {
  readonly #folder: string
  readonly #store: string
  readonly #findings: Findings
  readonly #records: AuditedRecords

  constructor(folder: string, store: string, findings: Findings, records: AuditedRecords) {
    this.#folder = folder
    this.#store = store
    this.#findings = findings
    this.#records = records
  }

  run(): void {
    const manifest = this.#readManifest()
    if (!manifest?.base) return
    this.#auditBase(manifest.base)
    for (const [index, log] of manifest.logs.entries())
      this.#auditLog(log, index === manifest.logs.length - 1)
  }

  #readManifest(): AuditedManifest | null {
    const name = `${this.#store}.json`
    if (!this.#isThere(name)) return null
    if (!this.#expect(statSync(this.#path(name)).size <= manifestBytesMax, `${name} is too large`))
      return null
    const bytes = readFileSync(this.#path(name))
    const isWhole = bytes.at(-1) === newline && sumFits(bytes.subarray(0, -1), 0)
    return this.#expect(isWhole, `${name}: its checksum does not match`) ? JSON.parse(bytes.toString()) : null
  }

  #auditBase({ number, sum, count }: NonNullable<AuditedManifest['base']>): void {
    const name = `${this.#store}-${digits(number)}.json`
    if (!this.#isThere(name)) return
    const rows: Buffer[] = []
    let running = 0
    let end: Buffer | null = null
    for (const { line, isWhole } of linesOf(this.#path(name))) {
      if (isWhole && line[0] === closingBracket && sumFits(line, running)) end = line
      else if (line[0] === openingBracket) rows.push(line)
      running = crc32('\n', crc32(line, running))
    }
    const isRight = end !== null && statedSum(end) === sum && rows.length === count
    if (!this.#expect(isRight, `${name}: its checksum does not match`)) return
    for (const row of rows) this.#take(JSON.parse(row.toString().replace(/,$/, '')))
  }

  #auditLog({ number, bytes }: AuditedManifest['logs'][number], isNewest: boolean): void {
    const name = `${this.#store}-${digits(number)}.jsonl`
    if (!this.#isThere(name)) return
    const { end, valid, isTorn } = this.#readLog(name, number, isNewest ? Number.POSITIVE_INFINITY : bytes)
    // The last line of the newest log may still be being written: the next start moves it aside.
    const isEnd = end >= bytes && (!isTorn || (isNewest && valid === 0))
    this.#expect(isEnd, `${name}, byte ${end}: it is not what was written`)
  }

  /** Where the valid lines end, whether anything else follows, and how many valid lines come after that. */
  #readLog(name: string, number: number, limit: number): { end: number; valid: number; isTorn: boolean } {
    const read = { end: 0, valid: 0, isTorn: false }
    let seed = 0
    let count = 0
    for (const { line, offset, isWhole } of linesOf(this.#path(name))) {
      if (offset >= limit) break
      const isValid = isWhole && sumFits(line, seed)
      if (!isValid) read.isTorn = true
      else if (read.isTorn) read.valid += 1
      if (read.isTorn) continue
      const parsed = JSON.parse(line.toString())
      const isNext =
        offset === 0 ? parsed.log === this.#store && parsed.number === number : parsed.line === count
      this.#expect(isNext, `${name}, byte ${offset}: it is not line ${count} of this file`)
      if (offset === 0) seed = Number.parseInt(statedSum(line), 16)
      for (const change of parsed.changes ?? []) this.#take(change)
      count += 1
      read.end = offset + line.length + 1
    }
    return read
  }

  #take([kind, key, value]: [string, string, unknown?]): void {
    if (value === undefined) this.#records.delete(`${kind} ${key}`)
    else this.#records.set(`${kind} ${key}`, value)
  }

  #isThere(name: string): boolean {
    return this.#expect(readdirSync(this.#folder).includes(name), `${name} is missing`)
  }

  #expect(holds: boolean, message: string): boolean {
    return this.#findings.expect(holds, 0, message)
  }

  #path(name: string): string {
    return join(this.#folder, name)
  }
}

const openingBracket = 0x5b
const closingBracket = 0x5d

/** The checksum at the end of a piece of JSON. */
const statedSum = (line: Buffer): string =>
  line.toString('latin1', Math.max(0, line.length - 10), line.length - 2)

const sumFits = (line: Buffer, before: number): boolean =>
  line.toString('latin1', line.length - 2) === '"}' &&
  statedSum(line) === crc32(line.subarray(0, -10), before).toString(16).padStart(8, '0')

const digits = (number: number): string => String(number).padStart(8, '0')
