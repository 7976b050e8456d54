import { Low } from 'lowdb'
import { isShortage } from '../disk/disk.ts'
import { OneAtATime } from '../os/one-at-a-time.ts'
import { type OpenedStore, openStore, type StoreOptions } from './open-store.ts'
import { RecordBase } from './record-base.ts'
import { RecordLog, type TornTail } from './record-log.ts'
import type { Manifest, StoreFiles } from './record-manifest.ts'
import type { RecordChange, Records } from './records.ts'
import { type PendingWrite, StoredRecords } from './stored-records.ts'

export interface RecordBounds {
  /** A store with less garbage than this many records is not compacted. */
  garbageMin: number
  /** Writes that come together share an append of at most so many UTF-16 units. */
  appendLengthMax: number
  /** The manifest states a log's length again after so many bytes. */
  unvouchedBytesMax: number
  /** More logs than this are compacted. */
  logsMax: number
}

export interface FileRecordsOptions<Kinds> extends StoreOptions<Kinds> {
  onTornTail: (torn: TornTail) => void
  /** A compaction failed. Nothing is lost, and it is retried later. */
  onCompactionFailed: (error: unknown) => void
  bounds: RecordBounds
}

/** A write that is not durable yet. */
interface Waiting<Kinds> extends PendingWrite<Kinds> {
  /** Each change as JSON text. */
  texts: string[]
  length: number
}

/**
 * Records in a lowdb file with a log of changes beside it. A write appends one line, whatever the number of
 * records; writes that arrive while one is under way share the next line. When more of the files is garbage than
 * not, all records are written anew beside the running log, in small steps, so that a write costs at most twice
 * its own bytes in the long run.
 *
 * After a failed append the log is never used again, since nobody knows what is in it: the manifest states where
 * it ends, and a new one goes on.
 */
export class FileRecords<Kinds> extends StoredRecords<Kinds> implements Records<Kinds> {
  readonly #options: FileRecordsOptions<Kinds>
  readonly #files: StoreFiles
  #manifest: Manifest
  #log: RecordLog
  /** Does the log take no more, since an append or the manifest's replacement failed? */
  #isBroken = false
  /** Changes of the log before, as JSON texts, that the next log has to begin with. */
  #unvouched: string[]
  #nextNumber: number
  /** Records in the files, with those that newer ones replaced. */
  #recorded: number
  /** After a compaction failed, the next is not tried before so much was recorded. */
  #compactFrom = 0
  #compacting: Promise<void> | null = null
  #isClosed = false
  #failures = 0
  #waiting: Waiting<Kinds>[] = []
  #isFlushDue = false
  /** Touches the manifest's files. */
  readonly #manifestWork = new OneAtATime()

  private constructor(options: FileRecordsOptions<Kinds>, opened: OpenedStore<Kinds>) {
    super(opened.tables)
    this.#options = options
    this.#files = opened.files
    this.#manifest = opened.manifest
    this.#log = opened.log
    this.#nextNumber = opened.nextNumber
    this.#recorded = opened.recorded
    this.#unvouched = opened.unvouched
    this.#isBroken = opened.torn !== null || opened.unvouched.length > 0
  }

  /** Reads a store, or makes it; throws a {@link RecordDamage} when a file is missing or not as it was written. */
  static async open<Kinds>(options: FileRecordsOptions<Kinds>): Promise<FileRecords<Kinds>> {
    const opened = await openStore(options)
    if (opened.torn) options.onTornTail(opened.torn)
    const records = new FileRecords(options, opened)
    try {
      if (records.#isBroken) await records.#startLog()
    } catch (error) {
      // A full disk can still be read, and so it can with too many files open: then the first write that succeeds does this.
      if (!isShortage(error)) throw error
    }
    return records
  }

  write(changes: readonly RecordChange<Kinds>[]): Promise<void> {
    const effective = this.effective(changes)
    const texts = effective.map(({ kind, key, value }) =>
      JSON.stringify(value === undefined ? [kind, key] : [kind, key, value]),
    )
    const length = texts.reduce((sum, text) => sum + text.length, 0)
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#waiting.push({ texts, length, undo: this.tables.apply(effective), resolve, reject })
    this.#scheduleFlush()
    return promise
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#compacting
    // What waits is written first.
    await this.write([]).catch(() => undefined)
    await this.#manifestWork.run(async () => {
      try {
        // States how long the log is, so that a shorter one is known to be damaged.
        if (this.#isBroken) await this.#startLog()
        else await this.#replaceManifest({ ...this.#manifest, logs: this.#logsSoFar() })
      } finally {
        await this.#log.close()
      }
    })
  }

  /** Never rejects: the waiting writes do. */
  async #flush(): Promise<void> {
    this.#isFlushDue = false
    const batch = this.#takeBatch()
    try {
      const texts = batch.flatMap((waiting) => waiting.texts)
      if (texts.length > 0) {
        if (this.#isBroken) await this.#startLog()
        await this.#log.append(texts).catch((error: unknown) => {
          this.#isBroken = true
          throw error
        })
        this.#recorded += texts.length
      }
    } catch (error) {
      this.#fail([...batch, ...this.#waiting.splice(0)], error)
      return
    }
    for (const { resolve } of batch) resolve()
    if (this.#log.bytes - this.#manifest.logs.at(-1)!.bytes > this.#options.bounds.unvouchedBytesMax)
      await this.#replaceManifest({ ...this.#manifest, logs: this.#logsSoFar() }).catch(() => undefined)
    if (this.#isCompactionDue()) void this.#beginCompacting()
  }

  /** Removes what was removed from the files too. */
  async purge(): Promise<void> {
    await this.#compacting
    if (!this.#isClosed) await this.#beginCompacting()
  }

  #beginCompacting(): Promise<void> {
    this.#compacting = this.#compact().finally(() => {
      this.#compacting = null
    })
    return this.#compacting
  }

  #takeBatch(): Waiting<Kinds>[] {
    let length = 0
    let count = 0
    for (const waiting of this.#waiting) {
      length += waiting.length
      if (count > 0 && length > this.#options.bounds.appendLengthMax) break
      count += 1
    }
    const batch = this.#waiting.splice(0, count)
    if (this.#waiting.length > 0) this.#scheduleFlush()
    return batch
  }

  #scheduleFlush(): void {
    if (this.#isFlushDue) return
    this.#isFlushDue = true
    void this.#manifestWork.run(() => this.#flush())
  }

  #fail(waiting: readonly Waiting<Kinds>[], error: unknown): void {
    this.#failures += 1
    this.fail(waiting, error)
  }

  #logsSoFar(): Manifest['logs'] {
    const { number, bytes } = this.#log
    return [...this.#manifest.logs.slice(0, -1), { number, bytes }]
  }

  /** Switches to a new log. A number is used once, since a manifest whose write failed may name it. */
  async #startLog(): Promise<void> {
    const number = this.#nextNumber
    this.#nextNumber += 1
    const log = await RecordLog.create(this.#files, number)
    try {
      if (this.#unvouched.length > 0) await log.append(this.#unvouched)
      await this.#files.syncNames()
      const logs = [...this.#logsSoFar(), { number, bytes: log.bytes }]
      await this.#replaceManifest({ ...this.#manifest, logs })
    } catch (error) {
      await log.close()
      throw error
    }
    const former = this.#log
    this.#log = log
    this.#isBroken = false
    this.#unvouched = []
    await former.close()
  }

  /** When it fails, either manifest may be the durable one: files of both are kept, and not appended to. */
  async #replaceManifest(manifest: Manifest): Promise<void> {
    await this.#files.writeManifest(manifest).catch((error: unknown) => {
      this.#isBroken = true
      throw error
    })
    this.#manifest = manifest
  }

  /** Writes all records anew, while changes go on in a new log; never rejects. */
  async #compact(): Promise<void> {
    const { bounds, onCompactionFailed } = this.#options
    try {
      const begun = await this.#manifestWork.run(async () => {
        await this.#startLog()
        return { number: this.#log.number, recorded: this.#recorded, failures: this.#failures }
      })
      const file = await this.#writeBase(begun)
      await this.#manifestWork.run(async () => {
        const from = this.#manifest.logs.findIndex(({ number }) => number === begun.number)
        const base = { number: begun.number, sum: file.sum, count: file.count }
        await this.#replaceManifest({ version: 1, base, logs: this.#logsSoFar().slice(from) })
        this.#recorded += file.count - begun.recorded
        await this.#files.removeLeftovers(this.#manifest)
      })
    } catch (error) {
      this.#compactFrom = this.#recorded + bounds.garbageMin
      if (!this.#isClosed) onCompactionFailed(error)
    }
  }

  /** All of its values are durable in the logs when this resolves; when it rejects, the file is gone again. */
  async #writeBase({ number, failures }: { number: number; failures: number }): Promise<RecordBase<Kinds>> {
    const isCancelled = (): boolean => this.#isClosed || this.#failures !== failures
    const file = new RecordBase<Kinds>(this.#files, number, isCancelled)
    try {
      await new Low(file, this.tables).write()
      await this.#files.syncNames()
      // Values that were not durable when they were read are by now, or were undone.
      await this.write([])
      if (isCancelled()) throw new Error('a write failed meanwhile, or the store is being closed')
      return file
    } catch (error) {
      await this.#files.disk.remove(file.path).catch(() => undefined)
      throw error
    }
  }

  #isCompactionDue(): boolean {
    if (this.#compacting || this.#isClosed || this.#recorded < this.#compactFrom) return false
    const { garbageMin, logsMax } = this.#options.bounds
    const { total } = this.tables
    return this.#recorded - total >= Math.max(total, garbageMin) || this.#manifest.logs.length > logsMax
  }
}
