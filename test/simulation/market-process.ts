import type { Clock, Timer } from '../../server/os/clock.ts'
import type { Scheduler } from './scheduler.ts'

/** The machine's wall clock, which is set forward and back. */
export interface Wall {
  offsetMs: number
}

/** When a simulation begins, unless its wall clock is set otherwise. */
export const beginsAt = Date.UTC(2026, 0, 5, 8)

/**
 * A process of the simulated machine. Once it has ended, none of its timers runs and none of its calls returns, so
 * nothing in it continues.
 */
export class MarketProcess {
  readonly clock: Clock
  readonly #parent: MarketProcess | null
  readonly #ends: (() => void)[] = []
  #isAlive = true

  constructor(scheduler: Scheduler, wall: Wall, parent: MarketProcess | null = null) {
    this.#parent = parent
    this.clock = {
      now: () => Math.floor(beginsAt + scheduler.nowMs + wall.offsetMs),
      monotonic: () => scheduler.nowMs,
      schedule: (delayMs, task): Timer => scheduler.after(delayMs, () => this.isAlive && task()),
    }
  }

  get isAlive(): boolean {
    return this.#isAlive && (this.#parent?.isAlive ?? true)
  }

  /** Calls back when it has ended. */
  whenEnded(ended: () => void): void {
    this.#ends.push(ended)
  }

  /** Like `kill -9`. */
  end(): void {
    if (!this.#isAlive) return
    this.#isAlive = false
    for (const ended of this.#ends.splice(0)) ended()
  }
}
