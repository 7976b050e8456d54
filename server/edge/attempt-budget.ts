import type { SharedCounterOptions } from './shared-counter.ts'
import { WindowCounter } from './window-counter.ts'

/** When attempts under way use up a budget, the first of them end after about this long. */
const pendingRetryMs = 1_000

/**
 * How many failed attempts each key may make within a window. An attempt takes its point before the work and gets
 * it back unless it failed, so attempts made at once cannot exceed the budget. What it remembers is bounded by the
 * failures of one window and the attempts under way. Of several nodes, each has its own attempts under way, and all
 * share the failures.
 */
export class AttemptBudget {
  readonly #options: SharedCounterOptions
  readonly #failed: WindowCounter
  readonly #pending = new Map<string, number>()

  constructor(options: SharedCounterOptions) {
    this.#options = options
    this.#failed = new WindowCounter(options.max, options.windowMs, options.now)
  }

  /** The key of its failures among those of all nodes. */
  sharedKey(key: string): string {
    return `${this.#options.name} ${key}`
  }

  /** Notes how often a key failed on all nodes. */
  raise(key: string, failed: number): void {
    if (failed > 0) this.#failed.raise(key, failed)
  }

  /** Null when an attempt may begin, which then must end; else in how many ms one may. */
  begin(key: string): number | null {
    const { max } = this.#options
    const failed = this.#failed.pointsOf(key)
    if (failed >= max) return this.#failed.msLeft()
    const pending = this.#pending.get(key) ?? 0
    if (failed + pending >= max) return pendingRetryMs
    this.#pending.set(key, pending + 1)
    return null
  }

  /** Resolves once all nodes can know. */
  async end(key: string, hasFailed: boolean): Promise<void> {
    const pending = this.#pending.get(key) ?? 0
    if (pending > 1) this.#pending.set(key, pending - 1)
    else this.#pending.delete(key)
    if (!hasFailed) return
    this.#failed.add(key, 1)
    const { shared, windowMs } = this.#options
    this.raise(key, await shared.add(this.sharedKey(key), 1, windowMs))
  }
}
