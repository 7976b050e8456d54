import { Limits, windowMsOf } from './limits.ts'
import type { RateKey } from './rate-key.ts'

/** How much a client may still request. */
export interface OutputBudget {
  /** Null while something is left, else in how many ms it refills. */
  msUntilFree(): number | null
  spend(bytes: number): void
}

/** For clients without a limit. */
export const unlimitedOutput: OutputBudget = { msUntilFree: () => null, spend: () => {} }

const windowMs = windowMsOf('outputBytesPerConnectionPerMinute')

/**
 * Limits the bytes that clients request, since a short request may have a long answer. Broadcasts do not count. An
 * answer is counted once it exists, so a bound is exceeded by one answer at most.
 */
export class OutputRates extends Limits {
  readonly #answers = this.window<RateKey>('outputBytesPerAddressPerMinute')
  readonly #files = this.window<RateKey>('fileBytesPerAddressPerMinute')

  /** The budget of a client's HTTP requests. */
  ofRequests(key: RateKey, kind: 'answers' | 'files'): OutputBudget {
    if (!this.on) return unlimitedOutput
    const counter = kind === 'files' ? this.#files : this.#answers
    return {
      msUntilFree: () => counter.take(key, 0),
      spend: (bytes) => counter.add(key, bytes),
    }
  }

  /** The budget of a connection, which has a limit of its own as well. */
  ofConnection(key: RateKey): OutputBudget {
    if (!this.on) return unlimitedOutput
    return new ConnectionOutput(
      this.ofRequests(key, 'answers'),
      this.bounds.outputBytesPerConnectionPerMinute,
      this.now,
    )
  }
}

class ConnectionOutput implements OutputBudget {
  readonly #shared: OutputBudget
  readonly #bytesMax: number
  readonly #now: () => number
  #since: number
  #bytes = 0

  constructor(shared: OutputBudget, bytesMax: number, now: () => number) {
    this.#shared = shared
    this.#bytesMax = bytesMax
    this.#now = now
    this.#since = now()
  }

  msUntilFree(): number | null {
    this.#turn()
    if (this.#bytes > this.#bytesMax) return Math.max(1, Math.ceil(this.#since + windowMs - this.#now()))
    return this.#shared.msUntilFree()
  }

  spend(bytes: number): void {
    this.#turn()
    this.#bytes += bytes
    this.#shared.spend(bytes)
  }

  #turn(): void {
    const now = this.#now()
    if (now - this.#since < windowMs) return
    this.#since = now
    this.#bytes = 0
  }
}
