import { type Adapter, Low } from 'lowdb'

/** What stands in one file of records. */
export interface RecordFileData<Value> {
  version: 1
  records: Record<string, Value>
}

/**
 * Records by key, kept in one lowdb file that an owner can open. Writes are shared: whoever changes a record
 * while one is under way waits for the next, which carries all that came meanwhile.
 */
export class RecordFile<Value> {
  readonly #low: Low<RecordFileData<Value>>
  readonly #records: Map<string, Value>
  #writing: Promise<void> | null = null
  #next: Promise<void> | null = null
  /** Is memory ahead of the file, since the last write failed? */
  #isAhead = false

  private constructor(low: Low<RecordFileData<Value>>) {
    this.#low = low
    this.#records = new Map(Object.entries(low.data.records))
  }

  /** Reads the file; throws when it is there and cannot be read. */
  static async open<Value>(adapter: Adapter<RecordFileData<Value>>): Promise<RecordFile<Value>> {
    const low = new Low<RecordFileData<Value>>(adapter, { version: 1, records: {} })
    await low.read()
    return new RecordFile(low)
  }

  get size(): number {
    return this.#records.size
  }

  get(key: string): Value | undefined {
    return this.#records.get(key)
  }

  values(): Iterable<Value> {
    return this.#records.values()
  }

  /** Durable once it resolves; rejects when the disk does not take it, and keeps the value in memory then. */
  async set(key: string, value: Value): Promise<void> {
    const isHeld = this.#records.get(key) === value
    if (isHeld && !this.#isAhead) return this.#next ?? this.#writing ?? undefined
    this.#records.set(key, value)
    await this.#written()
  }

  /** Removes what is there; durable with the next write, since what is removed was of no use any more. */
  forget(key: string): void {
    this.#records.delete(key)
  }

  /** Resolves when all that was set has been written. */
  async close(): Promise<void> {
    await (this.#next ?? this.#writing)
  }

  #written(): Promise<void> {
    if (!this.#writing) return this.#write()
    // A write that is under way may have begun before this record came; the next one carries it.
    this.#next ??= this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#next = null
        return this.#write()
      })
    return this.#next
  }

  #write(): Promise<void> {
    this.#low.data = { version: 1, records: Object.fromEntries(this.#records) }
    const writing = this.#writeAll().finally(() => {
      if (this.#writing === writing) this.#writing = null
    })
    this.#writing = writing
    return writing
  }

  async #writeAll(): Promise<void> {
    try {
      await this.#low.write()
      this.#isAhead = false
    } catch (error) {
      this.#isAhead = true
      throw error
    }
  }
}
