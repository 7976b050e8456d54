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
export class WindowCounter<Key extends string = string> {
  readonly #max: number
  readonly #windowMs: number
  readonly #now: () => number
  #counts = new Map<string, Count>()
  #window = 0
  #since = Number.NEGATIVE_INFINITY

  /** `max` points a key within `windowMs`. `now` and all times are monotonic, in ms. */
  constructor(max: number, windowMs: number, now: () => number) {
    this.#max = max
    this.#windowMs = windowMs
    this.#now = now
  }

  /** Counts points for a key; null while they are within the maximum, else in how many ms to try again. */
  take(key: Key, points = 1, now = this.#now()): number | null {
    this.#turn(now)
    return this.#judge(this.#countOf(key), now, points)
  }

  /** The same for the key of a place, without a look-up when the key was counted there in this window. */
  takeAt(place: Place, now: number, points = 1): number | null {
    this.#turn(now)
    if (place.window !== this.#window) {
      place.window = this.#window
      place.count = this.#countOf(place.key)
    }
    return this.#judge(place.count, now, points)
  }

  /** Counts points without asking whether there are any left. */
  add(key: Key, points: number): void {
    this.#turn(this.#now())
    this.#countOf(key).points += points
  }

  /** Raises a key's count to what is known elsewhere; null while it is within the maximum. */
  raise(key: Key, points: number): number | null {
    const now = this.#now()
    this.#turn(now)
    const count = this.#countOf(key)
    count.points = Math.max(count.points, points)
    return this.#judge(count, now, 0)
  }

  /** What was counted for a key in this window, refused points included. */
  pointsOf(key: Key): number {
    this.#turn(this.#now())
    return this.#counts.get(key)?.points ?? 0
  }

  /** How many ms, at least one, the window still lasts. */
  msLeft(now = this.#now()): number {
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
