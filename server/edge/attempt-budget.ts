import { WindowCounter } from './window-counter.ts'

/** When attempts under way use up a budget, the first of them end after about this long. */
const pendingRetryMs = 1_000

/**
 * How many failed attempts each key may make within a window. An attempt takes its point before the work and gets
 * it back unless it failed, so attempts made at once cannot exceed the budget. What it remembers is bounded by the
 * failures of one window and the attempts under way.
 */
export class AttemptBudget {
  readonly #max: number
  readonly #failed: WindowCounter
  readonly #pending = new Map<string, number>()

  /** `now` is monotonic, in ms. */
  constructor(max: number, windowMs: number, now: () => number) {
    this.#max = max
    this.#failed = new WindowCounter(max, windowMs, now)
  }

  /** Null when an attempt may begin, which then must end; else in how many ms one may. */
  begin(key: string): number | null {
    const failed = this.#failed.pointsOf(key)
    if (failed >= this.#max) return this.#failed.msLeft()
    const pending = this.#pending.get(key) ?? 0
    if (failed + pending >= this.#max) return pendingRetryMs
    this.#pending.set(key, pending + 1)
    return null
  }

  end(key: string, hasFailed: boolean): void {
    const pending = this.#pending.get(key) ?? 0
    if (pending > 1) this.#pending.set(key, pending - 1)
    else this.#pending.delete(key)
    if (hasFailed) this.#failed.add(key, 1)
  }
}
