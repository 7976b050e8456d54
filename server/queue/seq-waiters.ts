import type { Clock } from '../os/clock.ts'

/** Those who wait for the market to be at a seq, each for a while at most. */
export class SeqWaiters {
  readonly #clock: Clock
  readonly #msMax: number
  readonly #waiters = new Set<{ seq: number; end: () => void }>()

  constructor(clock: Clock, msMax: number) {
    this.#clock = clock
    this.#msMax = msMax
  }

  wait(seq: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel()
        this.#waiters.delete(waiter)
        resolve()
      }
      const timer = this.#clock.schedule(this.#msMax, end)
      const waiter = { seq, end }
      this.#waiters.add(waiter)
    })
  }

  /** The market is at this seq. */
  reached(seq: number): void {
    for (const waiter of this.#waiters) if (waiter.seq <= seq) waiter.end()
  }
}
