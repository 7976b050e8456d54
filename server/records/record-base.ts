import { crc32 } from 'node:zlib'
import type { Adapter } from 'lowdb'
import { type Disk, hasCode, withFile, writeAll } from '../disk/disk.ts'
import { readLines } from '../disk/read-lines.ts'
import { emptySumTail, formatSum, setSum, verifySum } from '../disk/summed-json.ts'
import type { StoreFiles } from './record-manifest.ts'
import { RecordTables } from './record-tables.ts'
import { RecordDamage } from './records.ts'

/** What is written at a time: short enough to stop nothing else, neither the event loop nor the disk. */
const pieceLength = 64 * 1024
const syncedBytes = 1024 * 1024

/**
 * A lowdb adapter for all records of a store: one JSON file with a line for each record, which ends with its own
 * checksum. It is read and written in pieces, so that a million records neither stop the event loop nor exist in
 * memory as one text. A new base has a new name; the manifest decides which one counts.
 */
export class RecordBase<Kinds> implements Adapter<RecordTables<Kinds>> {
  /** Of what was read or written last. */
  sum = ''
  count = 0
  readonly path: string
  readonly #disk: Disk
  readonly #isCancelled: () => boolean

  constructor(files: StoreFiles, number: number, isCancelled: () => boolean = () => false) {
    this.path = files.basePath(number)
    this.#disk = files.disk
    this.#isCancelled = isCancelled
  }

  /** Throws a {@link RecordDamage} when it is missing or not as it was written. */
  async read(): Promise<RecordTables<Kinds>> {
    const tables = new RecordTables<Kinds>()
    let sum = 0
    let tail = -1
    this.count = 0
    const onLine = (line: Buffer, offset: number): void => {
      if (tail >= 0) throw new RecordDamage(this.path, `bytes follow its end at byte ${offset}`)
      if (line[0] === closingBracket) {
        tail = verifySum(line, 0, line.length, sum)
        if (tail < 0) throw new RecordDamage(this.path, `byte ${offset}: its checksum does not match`)
      } else {
        if (line[0] === openingBracket) this.#take(tables, line, offset)
        sum = crc32(newlineBytes, crc32(line, sum))
      }
    }
    const end = await ifThere(this.path, () => readLines(this.#disk, this.path, onLine))
    if (tail < 0) throw new RecordDamage(this.path, `it is cut off at byte ${end}`)
    this.sum = formatSum(tail)
    return tables
  }

  /** Writes the tables as they are at each moment; what changes meanwhile must be in a log too. */
  async write(tables: RecordTables<Kinds>): Promise<void> {
    await withFile(this.#disk, this.path, 'replace', async (file) => {
      let sum = 0
      let position = 0
      let unsynced = 0
      this.count = 0
      const put = async (text: string, isLast = false): Promise<void> => {
        if (this.#isCancelled()) throw new Error('the records are being closed')
        const bytes = Buffer.from(text)
        sum = isLast ? setSum(bytes, 0, bytes.length - 1, sum) : crc32(bytes, sum)
        await writeAll(file, bytes, position)
        position += bytes.length
        unsynced += bytes.length
        if (unsynced < syncedBytes && !isLast) return
        await file.sync()
        unsynced = 0
      }
      let text = '{"records":[\n'
      for (const record of tables.all()) {
        text += `${this.count === 0 ? '' : ',\n'}${JSON.stringify(record)}`
        this.count += 1
        if (text.length < pieceLength) continue
        await put(text)
        text = ''
      }
      await put(text)
      await put(`\n],"count":${this.count}${emptySumTail}\n`, true)
      this.sum = formatSum(sum)
    })
  }

  #take(tables: RecordTables<Kinds>, line: Buffer, offset: number): void {
    const text = line.toString('utf8', 0, line.at(-1) === comma ? line.length - 1 : line.length)
    try {
      const [kind, key, value] = JSON.parse(text)
      tables.set(kind, key, value)
    } catch (error) {
      throw new RecordDamage(this.path, `byte ${offset}: the record is not what was written (${error})`)
    }
    this.count += 1
  }
}

const openingBracket = 0x5b
const closingBracket = 0x5d
const comma = 0x2c
const newlineBytes = Buffer.from('\n')

/** Returns what `read` returns. A missing file is damage, since the manifest names it. */
export function ifThere<Read>(path: string, read: () => Promise<Read>): Promise<Read> {
  return read().catch((error: unknown) => {
    throw hasCode(error, 'ENOENT') ? new RecordDamage(path, 'it is missing') : error
  })
}
