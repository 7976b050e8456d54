import type { Clock } from '../../../server/os/clock.ts'
import { systemClock } from '../../../server/os/system.ts'

/** The machine's own clock, which a test sets forward: limits over hours are tested with real sockets. */
export class ShiftedClock implements Clock {
  #shiftMs = 0

  now(): number {
    return systemClock.now() + this.#shiftMs
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#shiftMs
  }

  /** What is scheduled runs by the machine's clock, whatever was skipped. */
  schedule: Clock['schedule'] = (delayMs, task) => systemClock.schedule(delayMs, task)

  /** Skips `ms`, on both clocks. */
  skip(ms: number): void {
    this.#shiftMs += ms
  }
}
