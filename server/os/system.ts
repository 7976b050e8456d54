import { randomInt, randomUUID } from 'node:crypto'
import type { Clock, Random } from './clock.ts'

/** The machine's own clock. A delay of 0 runs right after the events that are due, before any timer. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(delayMs, task) {
    if (delayMs <= 0) {
      const immediate = setImmediate(task)
      return { cancel: () => clearImmediate(immediate) }
    }
    const timer = setTimeout(task, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
}

export const systemRandom: Random = {
  number: () => randomInt(2 ** 48 - 1),
  uuid: () => randomUUID(),
}
