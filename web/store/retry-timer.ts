import type { Clock } from '../socket/clock.ts'

/** Delays between tries. Reconnecting ends a wait early. */
export class RetryTimer {
  readonly #clock: Clock
  readonly #waits = new Set<() => void>()
  readonly #rests = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Waits `delayMs`, or until the next connection. */
  wait(delayMs: number): Promise<void> {
    return this.#schedule(delayMs, this.#waits)
  }

  /** Waits `delayMs` even if the connection returns, because the server asked for that delay. */
  rest(delayMs: number): Promise<void> {
    return this.#schedule(delayMs, this.#rests)
  }

  /** Ends every wait, after reconnecting. */
  retryNow(): void {
    for (const done of [...this.#waits]) done()
  }

  /** Ends every wait and rest, so that a stopped client leaves no timer behind. */
  end(): void {
    this.retryNow()
    for (const done of [...this.#rests]) done()
  }

  #schedule(delayMs: number, waits: Set<() => void>): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.schedule(delayMs, () => done())
      const done = () => {
        timer.cancel()
        waits.delete(done)
        resolve()
      }
      waits.add(done)
    })
  }
}
