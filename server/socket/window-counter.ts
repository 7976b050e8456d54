/**
 * Counts by key within a window of time that is the same for all keys, and forgets all of it when the window ends:
 * so it holds what came within one window, and counting costs one look-up.
 */
export class WindowCounter {
  readonly #max: number
  readonly #windowMs: number
  #counts = new Map<string, { points: number }>()
  #since = Number.NEGATIVE_INFINITY

  /** `max` points a key within `windowMs`. Times are monotonic, in ms. */
  constructor(max: number, windowMs: number) {
    this.#max = max
    this.#windowMs = windowMs
  }

  /** Counts points for a key; null while it has not too many, else in how many ms it may come again. */
  take(key: string, now: number, points = 1): number | null {
    this.#turn(now)
    const counted = this.#add(key, points)
    return counted <= this.#max ? null : Math.max(1, Math.ceil(this.#since + this.#windowMs - now))
  }

  /** Counts points without asking whether there are any left. */
  add(key: string, now: number, points: number): void {
    this.#turn(now)
    this.#add(key, points)
  }

  /** What was counted for a key in this window, refused points included. */
  pointsOf(key: string, now: number): number {
    this.#turn(now)
    return this.#counts.get(key)?.points ?? 0
  }

  /** Begins a new window where the last one is over. */
  #turn(now: number): void {
    if (now - this.#since >= this.#windowMs) {
      this.#counts = new Map()
      this.#since = now
    }
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
