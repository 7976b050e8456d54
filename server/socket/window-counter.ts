/**
 * Counts by key within a window of time that is the same for all keys, and forgets all of it when the window ends:
 * so it holds what came within one window, and counting costs one look-up.
 */
export class WindowCounter {
  readonly #max: number
  readonly #windowMs: number
  readonly #now: () => number
  #counts = new Map<string, { points: number }>()
  #since = Number.NEGATIVE_INFINITY

  /** `max` points a key within `windowMs`; `now` is monotonic, in ms. */
  constructor(max: number, windowMs: number, now: () => number) {
    this.#max = max
    this.#windowMs = windowMs
    this.#now = now
  }

  /** Counts points for a key; null while it has not too many, else in how many ms it may come again. */
  take(key: string, points = 1): number | null {
    const now = this.#turn()
    const counted = this.#add(key, points)
    return counted <= this.#max ? null : Math.max(1, Math.ceil(this.#since + this.#windowMs - now))
  }

  /** Counts points without asking whether there are any left. */
  add(key: string, points: number): void {
    this.#turn()
    this.#add(key, points)
  }

  /** What was counted for a key in this window, refused points included. */
  pointsOf(key: string): number {
    this.#turn()
    return this.#counts.get(key)?.points ?? 0
  }

  /** Begins a new window where the last one is over; returns the time. */
  #turn(): number {
    const now = this.#now()
    if (now - this.#since >= this.#windowMs) {
      this.#counts = new Map()
      this.#since = now
    }
    return now
  }

  #add(key: string, points: number): number {
    const counted = this.#counts.get(key)
    if (!counted) {
      this.#counts.set(key, { points })
      return points
    }
    counted.points += points
    return counted.points
  }
}
