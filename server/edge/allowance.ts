const hourMs = 60 * 60 * 1_000

/** What one key has taken of an allowance, which is given back steadily: there is no window to wait for. */
export class Taken {
  #points = 0
  #at = 0

  /**
   * Null when one more may be taken of so many at once and so many given back per hour; else in how many ms it may.
   * Times are monotonic, in ms.
   */
  wait(now: number, atOnce: number, perHour = atOnce): number | null {
    this.#points = Math.max(0, this.#points - ((now - this.#at) / hourMs) * perHour)
    this.#at = now
    const over = this.#points + 1 - atOnce
    // Sums of fractions are never quite whole.
    if (over <= 1e-6) return null
    return Math.ceil((over / perHour) * hourMs)
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

/**
 * Records by key that nobody has touched for an hour are forgotten, within another one: by then everything taken has
 * been given back, where an allowance gives all of `atOnce` back within an hour.
 */
export class HourlyRecords<Record> {
  readonly #make: () => Record
  /** Called with a record that is used on into another hour. */
  readonly #onHour: (record: Record) => void
  #touched = new Map<string, Record>()
  #before = new Map<string, Record>()
  #since = Number.NEGATIVE_INFINITY

  constructor(make: () => Record, onHour: (record: Record) => void = () => undefined) {
    this.#make = make
    this.#onHour = onHour
  }

  get size(): number {
    return this.#touched.size + this.#before.size
  }

  /** The record of a key, a new one where there is none. */
  of(key: string, now: number): Record {
    if (now - this.#since >= hourMs) this.#turn(now)
    const touched = this.#touched.get(key)
    if (touched !== undefined) return touched
    const record = this.#before.get(key) ?? this.#make()
    if (this.#before.delete(key)) this.#onHour(record)
    this.#touched.set(key, record)
    return record
  }

  #turn(now: number): void {
    this.#before = now - this.#since < 2 * hourMs ? this.#touched : new Map()
    this.#touched = new Map()
    this.#since = now
  }
}
