import type { SharedCounts } from './shared-counts.ts'
import { WindowCounter } from './window-counter.ts'

export interface SharedCounterOptions {
  name: string
  max: number
  windowMs: number
  /** Monotonic, in ms. */
  now: () => number
  shared: SharedCounts
}

/**
 * Counts by key within a window of time, over all nodes. Each node also counts alone, which refuses most of what is too
 * much without asking, and all of it while the shared counts cannot be reached.
 */
export class SharedCounter<Key extends string = string> {
  readonly #options: SharedCounterOptions
  readonly #own: WindowCounter<Key>

  constructor(options: SharedCounterOptions) {
    this.#options = options
    this.#own = new WindowCounter(options.max, options.windowMs, options.now)
  }

  /** Counts a point; null while the points of all nodes are within the maximum, else in how many ms to try again. */
  async take(key: Key): Promise<number | null> {
    return this.#own.take(key) ?? this.#own.raise(key, await this.#share(key))
  }

  /** The same without waiting: what other nodes counted is known to the next call. */
  takeNow(key: Key): number | null {
    const retryAfterMs = this.#own.take(key)
    if (retryAfterMs === null) void this.#share(key).then((points) => this.#own.raise(key, points))
    return retryAfterMs
  }

  #share(key: Key): Promise<number> {
    const { name, windowMs, shared } = this.#options
    return shared.add(`${name} ${key}`, 1, windowMs)
  }
}
