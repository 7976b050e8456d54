/** Whole ms that many pairs of purchase and watcher took. */
export interface Staleness {
  p50: number
  p99: number
  max: number
  pairs: number
}

/** A change that many watchers were sent: when it arrived at how many of them, by whole ms since the first. */
interface Change {
  from: number
  seq: number
  firstAt: number
  arrivals: number[]
}

/**
 * Staleness: the time from when a purchase was due until a change with it arrives, for each purchase and each
 * watcher. Changes are few and shared, so the pairs are counted and not kept.
 */
export class StalenessMeter {
  readonly #changes = new Map<string, Change>()
  readonly #dueAt = new Map<number, number>()
  #last: Change | null = null

  /** The purchase that became `seq` was due then. */
  bought(seq: number, dueAt: number): void {
    this.#dueAt.set(seq, dueAt)
  }

  /** A change arrived at one watcher. */
  arrived(from: number, seq: number): void {
    const now = performance.now()
    let change = this.#last
    if (change?.from !== from || change.seq !== seq) {
      const key = `${from}-${seq}`
      change = this.#changes.get(key) ?? { from, seq, firstAt: now, arrivals: [] }
      this.#changes.set(key, change)
      this.#last = change
    }
    const ms = Math.floor(now - change.firstAt)
    change.arrivals[ms] = (change.arrivals[ms] ?? 0) + 1
  }

  /** Of the purchases that were due in a span of time. */
  of(fromAt: number, toAt: number): Staleness {
    const counts: number[] = []
    let pairs = 0
    for (const change of this.#changes.values()) {
      for (let seq = change.from + 1; seq <= change.seq; seq += 1) {
        const dueAt = this.#dueAt.get(seq)
        if (dueAt === undefined || dueAt < fromAt || dueAt >= toAt) continue
        change.arrivals.forEach((arrivals, ms) => {
          const staleMs = Math.ceil(change.firstAt + ms - dueAt)
          counts[staleMs] = (counts[staleMs] ?? 0) + arrivals
          pairs += arrivals
        })
      }
    }
    return {
      p50: below(counts, pairs * 0.5),
      p99: below(counts, pairs * 0.99),
      max: counts.length - 1,
      pairs,
    }
  }
}

/** The ms at which so many pairs are reached. */
function below(counts: readonly number[], pairs: number): number {
  let sum = 0
  return counts.findIndex((count) => {
    sum += count ?? 0
    return sum >= pairs
  })
}
