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
  readonly #scheduler: Scheduler
  readonly #parent: MarketProcess | null
  readonly #ends: (() => void)[] = []
  #isAlive = true
  /** What happens to it while it is frozen; null when it is not. */
  #frozen: (() => void)[] | null = null

  constructor(scheduler: Scheduler, wall: Wall, parent: MarketProcess | null = null) {
    this.#scheduler = scheduler
    this.#parent = parent
    this.clock = {
      now: () => Math.floor(beginsAt + scheduler.nowMs + wall.offsetMs),
      monotonic: () => scheduler.nowMs,
      schedule: (delayMs, task): Timer => {
        let isCancelled = false
        const timer = scheduler.after(delayMs, () => this.run(() => isCancelled || task()))
        return {
          cancel: () => {
            isCancelled = true
            timer.cancel()
          },
        }
      },
    }
  }

  get isAlive(): boolean {
    return this.#isAlive && (this.#parent?.isAlive ?? true)
  }

  /** Runs something of it, once it is not frozen, unless it has ended. */
  run(task: () => void): void {
    if (this.#frozen) this.#frozen.push(task)
    else if (this.isAlive) task()
  }

  get isFrozen(): boolean {
    return this.#frozen !== null
  }

  /** Like SIGSTOP. */
  freeze(): void {
    this.#frozen ??= []
  }

  /** Like SIGCONT: what was due meanwhile happens now, in its order. */
  thaw(): void {
    const next = this.#frozen?.shift()
    if (!next) {
      this.#frozen = null
      return
    }
    if (this.isAlive) next()
    this.#scheduler.after(0, () => this.thaw())
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
