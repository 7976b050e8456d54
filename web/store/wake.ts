import type { Clock } from '../socket/clock.ts'

/** A wait that ends when its time is over or when someone wakes it, whichever comes first. */
export class Wake {
  readonly #clock: Clock
  readonly #light = new Set<() => void>()
  readonly #deep = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Waits at most `delayMs`. */
  wait(delayMs: number): Promise<void> {
    return this.#sleep(delayMs, this.#light)
  }

  /** Waits `delayMs`, and a new connection does not end it: the server named that time. */
  rest(delayMs: number): Promise<void> {
    return this.#sleep(delayMs, this.#deep)
  }

  /** Ends every wait now: there is a connection again. */
  wake(): void {
    for (const done of [...this.#light]) done()
  }

  /** Ends every wait and every rest: the client stops, and leaves no timer behind. */
  end(): void {
    this.wake()
    for (const done of [...this.#deep]) done()
  }

  #sleep(delayMs: number, sleepers: Set<() => void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.schedule(delayMs, () => done())
      const done = () => {
        timer.cancel()
        sleepers.delete(done)
        resolve()
      }
      sleepers.add(done)
    })
  }
}
