import { type Adapter, Low } from 'lowdb'

/** What stands in one file of names. */
export interface NamesFile {
  version: 1
  names: Record<string, string>
}

const noNames = (): NamesFile => ({ version: 1, names: {} })

/**
 * A part of the buyers' names, kept in one lowdb file that an owner can open. Writes are shared: whoever
 * renames while one is under way waits for the next, which carries all that came meanwhile.
 */
export class NamesPart {
  readonly #low: Low<NamesFile>
  readonly #namesMax: number
  readonly #names: Map<string, string>
  #writing: Promise<void> | null = null
  #next: Promise<void> | null = null
  /** Is memory ahead of the file, since the last write failed? */
  #isAhead = false

  private constructor(low: Low<NamesFile>, namesMax: number) {
    this.#low = low
    this.#namesMax = namesMax
    this.#names = new Map(Object.entries(low.data.names))
  }

  /** Reads the file; throws when it is there and cannot be read. */
  static async open(adapter: Adapter<NamesFile>, namesMax: number): Promise<NamesPart> {
    const low = new Low(adapter, noNames())
    await low.read()
    return new NamesPart(low, namesMax)
  }

  get(buyerId: string): string | undefined {
    return this.#names.get(buyerId)
  }

  /** Durable once it resolves; rejects when the disk does not take it, and keeps the name in memory then. */
  async set(buyerId: string, name: string): Promise<void> {
    const isHeld = this.#names.get(buyerId) === name
    if (isHeld && !this.#isAhead) return this.#next ?? this.#writing ?? undefined
    if (this.#names.size >= this.#namesMax && !this.#names.has(buyerId)) throw new Error('too many names')
    this.#names.set(buyerId, name)
    await this.#written()
  }

  /** Resolves when all that was set has been written. */
  async close(): Promise<void> {
    await (this.#next ?? this.#writing)
  }

  #written(): Promise<void> {
    if (!this.#writing) return this.#write()
    // A write that is under way may have begun before this name came; the next one carries it.
    this.#next ??= this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#next = null
        return this.#write()
      })
    return this.#next
  }

  #write(): Promise<void> {
    this.#low.data = { version: 1, names: Object.fromEntries(this.#names) }
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
