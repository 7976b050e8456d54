import type { Clock } from '../../../server/os/clock.ts'
import { systemClock } from '../../../server/os/system.ts'

/**
 * The machine's clock, moved on by a test, for limits over hours with real sockets: their timers need real time.
 * Everything else uses the virtual clock.
 */
export class ShiftedClock implements Clock {
  readonly #dateShiftMs: number
  #skippedMs = 0

  /** Starts now, or at another date. */
  constructor(startMs = systemClock.now()) {
    this.#dateShiftMs = startMs - systemClock.now()
  }

  now(): number {
    return systemClock.now() + this.#dateShiftMs + this.#skippedMs
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#skippedMs
  }

  /** Timers take real time, also after `now` was moved. */
  schedule: Clock['schedule'] = (delayMs, task) => systemClock.schedule(delayMs, task)

  /** Moves `now` and `monotonic` on by `ms`. */
  skip(ms: number): void {
    this.#skippedMs += ms
  }
}
