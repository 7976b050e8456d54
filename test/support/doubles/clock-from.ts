import type { Clock } from '../../../server/os/clock.ts'
import { systemClock } from '../../../server/os/system.ts'

/** The machine's clock, set to another date. */
export const clockFrom = (startMs: number): Clock => {
  const offsetMs = startMs - systemClock.now()
  return { ...systemClock, now: () => systemClock.now() + offsetMs }
}

/** The machine's clock, which a test can move on by hours. Timers that run then still take their time. */
export function skippingClock(): { clock: Clock; skip(ms: number): void } {
  let skippedMs = 0
  return {
    clock: {
      ...systemClock,
      now: () => systemClock.now() + skippedMs,
      monotonic: () => systemClock.monotonic() + skippedMs,
    },
    skip: (ms) => {
      skippedMs += ms
    },
  }
}
