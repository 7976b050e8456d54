export const hourMs = 60 * 60 * 1_000
export const dayMs = 24 * hourMs

/** What one key has taken of an allowance, which is given back steadily: there is no window to wait for. */
export class Taken {
  #points = 0
  #at = 0

  /**
   * Null when one more may be taken of so many at once, of which so many are given back per hour, or per `periodMs`;
   * else in how many ms it may. Times are monotonic, in ms.
   */
  wait(now: number, atOnce: number, perPeriod = atOnce, periodMs = hourMs): number | null {
    this.#points = Math.max(0, this.#points - ((now - this.#at) / periodMs) * perPeriod)
    this.#at = now
    const over = this.#points + 1 - atOnce
    // Sums of fractions are never quite whole.
    if (over <= 1e-6) return null
    return Math.ceil((over / perPeriod) * periodMs)
  }

  /** Takes one, whether or not it may. */
  take(): void {
    this.#points += 1
  }

  /** Gives one back that came to nothing. */
  giveBack(): void {
    this.#points = Math.max(0, this.#points - 1)
  }
}

/** What is kept of one key. */
export class RecentRecord {
  /** In which period it was touched last. */
  period = -1
}

export interface RecentRecordsOptions<Record> {
  make: () => Record
  /** Records that nobody touched for so long are forgotten, within as long again. */
  periodMs: number
  /** So many are touched before the older ones are forgotten early: what strangers can make grow has a bound. */
  recordsMax: number
  /** Called with a record that is used on into another period. */
  onPeriod?: (record: Record) => void
}

/**
 * Records by key, as long as they matter: an allowance that is given back within a period need not be known longer.
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

  /** The same without a look-up, where the record that a client had last was touched in this period. */
  again(known: Record | null, key: string, now: number): Record {
    const isOver = now - this.#since >= this.#options.periodMs
    return known !== null && known.period === this.#period && !isOver ? known : this.of(key, now)
  }

  /** The record of a key, a new one where there is none. */
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
