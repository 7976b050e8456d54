import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { errorCode } from '../disk/disk.ts'
import { nodeDisk } from '../disk/node-disk.ts'
import { readLines } from '../disk/read-lines.ts'
import { Findings } from './findings.ts'
import { readSummed, statedSum, sumFits } from './summed.ts'

interface AuditedManifest {
  version: number
  base: { number: number; sum: string; count: number } | null
  logs: { number: number; bytes: number }[]
}

const manifestBytesMax = 1024 * 1024

/** The records in a store's files, by kind and key. */
export type AuditedRecords = Map<string, unknown>

/** Checks every store of records in a folder, and the files about people that the first release wrote. */
export async function auditRecords(folder: string, findings: Findings): Promise<AuditedRecords> {
  const names = readdirSync(folder)
  const records: AuditedRecords = new Map()
  for (const name of names.filter((each) => /^(names|accounts|links|ended)-[0-3][0-9a-f]\.json$/.test(each)))
    readFormer(folder, name, findings, records)
  const stores = new Set(names.flatMap((name) => /^([a-z]+)-\d{8}\.jsonl?$/.exec(name)?.[1] ?? []))
  if (names.includes('people.json')) stores.add('people')
  for (const store of stores) await auditStore(folder, store, findings, records)
  return records
}

/** While the market runs, a compaction may replace the files during the audit: then they are read again. */
async function auditStore(
  folder: string,
  store: string,
  findings: Findings,
  records: AuditedRecords,
): Promise<void> {
  const path = join(folder, `${store}.json`)
  const manifest = (): string => (existsSync(path) ? readFileSync(path, 'latin1') : '')
  for (let attempt = 0; ; attempt += 1) {
    const before = manifest()
    const found = new Findings()
    try {
      await new StoreAudit(folder, store, found, records).run()
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

  async run(): Promise<void> {
    const manifest = this.#readManifest()
    if (!manifest?.base) return
    await this.#auditBase(manifest.base)
    for (const log of manifest.logs) await this.#auditLog(log, log === manifest.logs.at(-1))
  }

  #readManifest(): AuditedManifest | null {
    const name = `${this.#store}.json`
    const sizeBytes = statSync(join(this.#folder, name), { throwIfNoEntry: false })?.size ?? 0
    const isRead = this.#expect(sizeBytes <= manifestBytesMax, `${name} is too large`)
    return isRead ? readSummed(this.#folder, name, this.#findings) : null
  }

  async #auditBase({ number, sum, count }: NonNullable<AuditedManifest['base']>): Promise<void> {
    const name = `${this.#store}-${digits(number)}.json`
    const rows: string[] = []
    let running = 0
    let stated: string | null = null
    const isWhole = await this.#readLines(name, (line) => {
      if (line[0] === closingBracket && sumFits(line, running)) stated = statedSum(line)
      else if (line[0] === openingBracket) rows.push(line.toString())
      running = crc32('\n', crc32(line, running))
    })
    if (isWhole === null) return
    const isRight = isWhole && stated === sum && rows.length === count
    if (!this.#expect(isRight, `${name}: its checksum does not match`)) return
    for (const row of rows) this.#take(JSON.parse(row.replace(/,$/, '')))
  }

  async #auditLog({ number, bytes }: AuditedManifest['logs'][number], isNewest: boolean): Promise<void> {
    const name = `${this.#store}-${digits(number)}.jsonl`
    /** Where the valid lines end, and how many valid lines come after another one. */
    let end = 0
    let strayLines = 0
    let isTorn = false
    let seed = 0
    let count = 0
    const isWhole = await this.#readLines(name, (line, offset) => {
      if (!isNewest && offset >= bytes) return
      const isValid = sumFits(line, seed)
      if (!isValid) isTorn = true
      else if (isTorn) strayLines += 1
      if (isTorn) return
      const parsed = JSON.parse(line.toString())
      const isNext =
        offset === 0 ? parsed.log === this.#store && parsed.number === number : parsed.line === count
      this.#expect(isNext, `${name}, byte ${offset}: it is not line ${count} of this file`)
      if (offset === 0) seed = Number.parseInt(statedSum(line), 16)
      for (const change of parsed.changes ?? []) this.#take(change)
      count += 1
      end = offset + line.length + 1
    })
    if (isWhole === null) return
    // The last line of the newest log may still be being written: the next start moves it aside.
    const isEnd = end >= bytes && (isNewest ? strayLines === 0 : !isTorn)
    this.#expect(isEnd, `${name}, byte ${end}: it is not what was written`)
  }

  /** Whether the file ends with a line break; null, and a finding, when it is missing. */
  async #readLines(name: string, onLine: (line: Buffer, offset: number) => void): Promise<boolean | null> {
    const path = join(this.#folder, name)
    if (!this.#expect(existsSync(path), `${name} is missing`)) return null
    const sizeBytes = statSync(path).size
    return (await readLines(nodeDisk, path, onLine, sizeBytes)) === sizeBytes
  }

  #take([kind, key, value]: [string, string, unknown?]): void {
    if (value === undefined) this.#records.delete(`${kind} ${key}`)
    else this.#records.set(`${kind} ${key}`, value)
  }

  #expect(holds: boolean, message: string): boolean {
    return this.#findings.expect(holds, 0, message)
  }
}

const openingBracket = 0x5b
const closingBracket = 0x5d

const digits = (number: number): string => String(number).padStart(8, '0')
