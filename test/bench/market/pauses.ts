import { readFileSync } from 'node:fs'
import { PerformanceObserver } from 'node:perf_hooks'

/** A pause of the event loop, in ms, and its known causes. */
export interface Pause {
  ms: number
  /** In the main thread's garbage collections. */
  gcMs: number
  /** Ready to run, while the kernel ran others. */
  waitedMs: number
  /** Running, collections included. What is left of `ms` the thread was blocked in the kernel. */
  ranMs: number
}

const sampleMs = 1

/**
 * Measures pauses of this thread's event loop: the delay of a timer that is due every millisecond is how long nothing
 * else could run. Linux's statistics of the thread give the cause.
 */
export class PauseMonitor {
  #pauses: (Pause & { from: number; to: number })[] = []
  #collections: { at: number; ms: number }[] = []
  #lastAt = performance.now()
  #lastAccount = threadAccount()

  constructor() {
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        this.#collections.push({ at: startTime, ms: duration })
    }).observe({ entryTypes: ['gc'] })
    setInterval(() => this.#sample(), sampleMs)
  }

  /** The pauses since it was asked last. */
  async take(): Promise<Pause[]> {
    // Collections are reported in a later turn.
    await new Promise((told) => setTimeout(told, 50))
    const pauses = this.#pauses.map(({ from, to, ...pause }) => ({ ...pause, gcMs: this.#gcMs(from, to) }))
    this.#pauses = []
    this.#collections = []
    return pauses
  }

  #sample(): void {
    const now = performance.now()
    const account = threadAccount()
    const ms = now - this.#lastAt - sampleMs
    if (ms > 2) {
      const ranMs = account.ranMs - this.#lastAccount.ranMs
      const waitedMs = account.waitedMs - this.#lastAccount.waitedMs
      this.#pauses.push({ ms, ranMs, waitedMs, gcMs: 0, from: this.#lastAt, to: now })
    }
    this.#lastAt = now
    this.#lastAccount = account
  }

  #gcMs(from: number, to: number): number {
    return this.#collections
      .filter(({ at, ms }) => at < to && at + ms > from)
      .reduce((sum, { at, ms }) => sum + Math.min(at + ms, to) - Math.max(at, from), 0)
  }
}

function threadAccount(): { ranMs: number; waitedMs: number } {
  const [ranNs = '0', waitedNs = '0'] = readFileSync('/proc/self/schedstat', 'utf8').split(' ')
  return { ranMs: Number(ranNs) / 1e6, waitedMs: Number(waitedNs) / 1e6 }
}
