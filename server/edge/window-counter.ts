interface Count {
  points: number
}

/** A key's count in one counter, cached by a caller that counts often. */
export class Place {
  readonly key: string
  /** The number of the window that `count` belongs to. */
  window = 0
  count: Count = { points: 0 }

  constructor(key: string) {
    this.key = key
  }
}

/**
 * Counts by key within a fixed window of time, the same for all keys, and drops all counts when it ends: it holds what
 * came within one window, and counting costs one look-up.
 */
export class WindowCounter {
  readonly #max: number
  readonly #windowMs: number
  #counts = new Map<string, Count>()
  #window = 0
  #since = Number.NEGATIVE_INFINITY

  /** `max` points a key within `windowMs`. Times are monotonic, in ms. */
  constructor(max: number, windowMs: number) {
    this.#max = max
    this.#windowMs = windowMs
  }

  /** Counts points for a key; null while it has not too many, else in how many ms it may come again. */
  take(key: string, now: number, points = 1): number | null {
    this.#turn(now)
    return this.#judge(this.#countOf(key), now, points)
  }

  /** The same for the key of a place, which tells without a look-up whether the key was counted in this window. */
  takeAt(place: Place, now: number, points = 1): number | null {
    this.#turn(now)
    if (place.window !== this.#window) {
      place.window = this.#window
      place.count = this.#countOf(place.key)
    }
    return this.#judge(place.count, now, points)
  }

  /** Counts points without asking whether there are any left. */
  add(key: string, now: number, points: number): void {
    this.#turn(now)
    this.#countOf(key).points += points
  }

  /** What was counted for a key in this window, refused points included. */
  pointsOf(key: string, now: number): number {
    this.#turn(now)
    return this.#counts.get(key)?.points ?? 0
  }

  /** How many ms, at least one, the window still lasts. */
  msLeft(now: number): number {
    return Math.max(1, Math.ceil(this.#since + this.#windowMs - now))
  }

  /** Begins a new window where the last one is over. */
  #turn(now: number): void {
    if (now - this.#since >= this.#windowMs) {
      this.#counts = new Map()
      this.#window += 1
      this.#since = now
    }
  }

  #judge(count: Count, now: number, points: number): number | null {
    count.points += points
    return count.points <= this.#max ? null : this.msLeft(now)
  }

  #countOf(key: string): Count {
    const known = this.#counts.get(key)
    if (known) return known
    const count = { points: 0 }
    this.#counts.set(key, count)
    return count
  }
}
