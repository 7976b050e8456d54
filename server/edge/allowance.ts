export const hourMs = 60 * 60 * 1_000
export const dayMs = 24 * hourMs

/** What one key has taken from an allowance that refills steadily (a leaky bucket). */
export class Taken {
  #points = 0
  #at = 0

  /**
   * Null when one more may be taken, else in how many ms. The bucket holds `atOnce`, and `perPeriod` refill within
   * `periodMs`. Times are monotonic, in ms.
   */
  wait(now: number, atOnce: number, perPeriod = atOnce, periodMs = hourMs): number | null {
    this.#points = Math.max(0, this.#points - ((now - this.#at) / periodMs) * perPeriod)
    this.#at = now
    const over = this.#points + 1 - atOnce
    // Allow for rounding errors in the sum of fractions.
    if (over <= 1e-6) return null
    return Math.ceil((over / perPeriod) * periodMs)
  }

  /** Takes one, without checking. */
  take(): void {
    this.#points += 1
  }

  /** Returns one that was not used. */
  giveBack(): void {
    this.#points = Math.max(0, this.#points - 1)
  }
}

/** What is counted for one key. */
export class RecentRecord {
  /** The period of its last use. */
  period = -1
}

export interface RecentRecordsOptions<Record> {
  make: () => Record
  /** Records unused for this long are dropped, within the same time again. */
  periodMs: number
  /** Above this many in a period, older ones are dropped early, which bounds what strangers can cause to be stored. */
  recordsMax: number
  /** Called with a record that is used again in a later period. */
  onPeriod?: (record: Record) => void
}

/**
 * Records by key, for as long as they matter: an allowance that refills within a period need not be known for longer.
 */
export class RecentRecords<Record extends RecentRecord> {
  readonly #options: RecentRecordsOptions<Record>
  #touched = new Map<string, Record>()
  #before = new Map<string, Record>()
  #since = Number.NEGATIVE_INFINITY
  #period = 0

  constructor(options: RecentRecordsOptions<Record>) {
    this.#options = options
  }

  get size(): number {
    return this.#touched.size + this.#before.size
  }

  /** The same, without a look-up when the client's last record was used in this period. */
  again(known: Record | null, key: string, now: number): Record {
    const isOver = now - this.#since >= this.#options.periodMs
    return known !== null && known.period === this.#period && !isOver ? known : this.of(key, now)
  }

  /** The record of a key, created when there is none. */
  of(key: string, now: number): Record {
    const { make, periodMs, recordsMax, onPeriod } = this.#options
    if (now - this.#since >= periodMs || this.#touched.size >= recordsMax) this.#turn(now)
    const touched = this.#touched.get(key)
    if (touched !== undefined) return touched
    const record = this.#before.get(key) ?? make()
    if (this.#before.delete(key)) onPeriod?.(record)
    record.period = this.#period
    this.#touched.set(key, record)
    return record
  }

  #turn(now: number): void {
    this.#before = now - this.#since < 2 * this.#options.periodMs ? this.#touched : new Map()
    this.#touched = new Map()
    this.#since = now
    this.#period += 1
  }
}
