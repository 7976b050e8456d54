import type { Clock } from '../../server/clock.ts'
import { systemClock } from '../../server/system.ts'

/** The machine's clock, set to another date. */
export const clockFrom = (startMs: number): Clock => {
  const offsetMs = startMs - systemClock.now()
  return { ...systemClock, now: () => systemClock.now() + offsetMs }
}
