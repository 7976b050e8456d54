import { VirtualClock } from './virtual-clock.ts'

/** A clock that the test ticks, letting all that became due run to its end; in fifty steps, so that waits add up. */
export function tickingClock() {
  const clock = new VirtualClock()
  const flush = () => new Promise<void>((resolve) => setImmediate(resolve))
  const tick = async (ms: number) => {
    for (let step = 0; step < 50; step += 1) {
      await flush()
      clock.tick(ms / 50)
    }
    await flush()
  }
  return { clock, tick, flush, waiting: () => clock.waiting }
}
