import { type DiskFile, withFile, writeAll } from '../disk/disk.ts'
import { readLines } from '../disk/read-lines.ts'
import { emptySumTail, parseJson, setSum, verifySum } from '../disk/summed-json.ts'
import { ifThere } from './record-base.ts'
import type { LogReference, StoreFiles } from './record-manifest.ts'
import { RecordDamage } from './records.ts'

/** A change in a log: kind, key and value; without a value when the record was removed. */
export type LoggedChange = [kind: string, key: string, value?: unknown]

/** Where a log's valid lines end. */
interface LogEnd {
  bytes: number
  lines: number
}

/** Bytes after the last valid line, which a crash left. */
export interface TornTail {
  file: string
  offset: number
  bytes: number
}

const headerOf = (store: string, number: number): Buffer => {
  const header = Buffer.from(`${JSON.stringify({ log: store, number }).slice(0, -1)}${emptySumTail}\n`)
  setSum(header, 0, header.length - 1, 0)
  return header
}

/** The seed of each line's checksum, so that a line of another log is never accepted in this one. */
const seedOf = (header: Buffer): number => verifySum(header, 0, header.length - 1, 0)

/**
 * An append-only file of changes. A line holds the changes of one append, which are made together or not at all:
 * `{"line":3,"changes":[["name","b-1","Amara"]],"sum":"1a2b3c4d"}`.
 */
export class RecordLog {
  readonly number: number
  readonly #file: DiskFile
  readonly #seed: number
  #end: LogEnd

  private constructor(file: DiskFile, number: number, seed: number, end: LogEnd) {
    this.#file = file
    this.number = number
    this.#seed = seed
    this.#end = end
  }

  /** A new log, durable once its folder is synced. */
  static async create(files: StoreFiles, number: number): Promise<RecordLog> {
    const header = headerOf(files.store, number)
    const file = await files.disk.open(files.logPath(number), 'replace')
    try {
      await writeAll(file, header, 0)
      await file.sync()
    } catch (error) {
      await file.close()
      throw error
    }
    return new RecordLog(file, number, seedOf(header), { bytes: header.length, lines: 0 })
  }

  /** Continues a log whose valid lines, and whose file, end at `end`. */
  static async reopen(files: StoreFiles, number: number, end: LogEnd): Promise<RecordLog> {
    const file = await files.disk.open(files.logPath(number), 'edit')
    return new RecordLog(file, number, seedOf(headerOf(files.store, number)), end)
  }

  /** The number of durable bytes. */
  get bytes(): number {
    return this.#end.bytes
  }

  /** Appends one line with the changes, each as JSON text; durable when it resolves. After it rejects, no more. */
  async append(changes: readonly string[]): Promise<void> {
    const line = this.#end.lines + 1
    const bytes = Buffer.from(`{"line":${line},"changes":[${changes.join(',')}]${emptySumTail}\n`)
    setSum(bytes, 0, bytes.length - 1, this.#seed)
    try {
      await writeAll(this.#file, bytes, this.#end.bytes)
      await this.#file.sync()
    } catch (error) {
      await this.#cut()
      throw error
    }
    this.#end = { bytes: this.#end.bytes + bytes.length, lines: line }
  }

  close(): Promise<void> {
    return this.#file.close()
  }

  /**
   * Removes what a failed append may have written, so that a crash before the next manifest does not bring it back.
   * It needs no space; when it fails as well, the next manifest still says where the log ends.
   */
  async #cut(): Promise<void> {
    await this.#file
      .truncate(this.#end.bytes)
      .then(() => this.#file.sync())
      .catch(() => undefined)
  }
}

export interface ReadLog {
  end: LogEnd
  /** Changes behind the bytes that are known to be durable, as JSON texts. */
  unvouched: string[]
  torn: TornTail | null
}

/**
 * Calls `take` with all changes of a log, in order. Throws a {@link RecordDamage} where a line is not as it was
 * written, unless it is the end of the newest log: an append that a crash interrupted. Of an older log, `bytes`
 * is its end; of the newest, its least length.
 */
export async function readLog(
  files: StoreFiles,
  { number, bytes }: LogReference,
  isNewest: boolean,
  take: (change: LoggedChange) => void,
): Promise<ReadLog> {
  const path = files.logPath(number)
  const header = headerOf(files.store, number)
  const seed = seedOf(header)
  const damageAt = (offset: number, what: string) => new RecordDamage(path, `byte ${offset}: ${what}`)
  const unvouched: string[] = []
  let end: LogEnd = { bytes: 0, lines: 0 }
  let isTorn = false
  const onLine = (line: Buffer, offset: number): void => {
    if (offset === 0) {
      if (!line.equals(header.subarray(0, -1))) throw damageAt(0, 'the header is not what was written')
      end = { bytes: line.length + 1, lines: 0 }
      return
    }
    if (verifySum(line, 0, line.length, seed) < 0) {
      isTorn = true
      return
    }
    // The next line is only written once the one before is durable: a valid line behind it proves damage.
    if (isTorn) throw damageAt(end.bytes, 'the line is not what was written')
    const logged = parseJson(line.toString()) as { line: number; changes: LoggedChange[] } | undefined
    if (logged?.line !== end.lines + 1) throw damageAt(offset, `line ${end.lines + 1} is missing`)
    for (const change of logged.changes) {
      take(change)
      if (offset >= bytes) unvouched.push(JSON.stringify(change))
    }
    end = { bytes: offset + line.length + 1, lines: logged.line }
  }
  const sizeBytes = await ifThere(path, async () => {
    const size = await withFile(files.disk, path, 'read', (file) => file.size())
    await readLines(files.disk, path, onLine, isNewest ? size : bytes)
    return size
  })
  if (end.bytes < bytes) throw damageAt(end.bytes, 'the line is not what was written')
  const torn = { file: path, offset: end.bytes, bytes: sizeBytes - end.bytes }
  return { end, unvouched, torn: isNewest && torn.bytes > 0 ? torn : null }
}
