/** What was answered to one event. */
interface Answers {
  codes: Map<string, number>
  /** How many took as long as each bound, not counting those of the bounds before; the last are beyond all. */
  buckets: number[]
  sumSeconds: number
  count: number
}

/** A line of a histogram as prom-client takes it. */
interface Sample {
  metricName: string
  labels: Record<string, string | number>
  value: number
}

/**
 * Counts how events were answered, and how soon. The metrics' library does the same for all else; here it would
 * cost each purchase a microsecond, so its form is made of these counts when somebody asks.
 */
export class ReplyTally {
  readonly #boundsSeconds: readonly number[]
  readonly #events = new Map<string, Answers>()

  /** `boundsSeconds`: the histogram's buckets, rising. */
  constructor(boundsSeconds: readonly number[]) {
    this.#boundsSeconds = boundsSeconds
  }

  add(event: string, code: string, tookMs: number): void {
    const answers = this.#events.get(event) ?? this.#begin(event)
    answers.codes.set(code, (answers.codes.get(code) ?? 0) + 1)
    const seconds = tookMs / 1_000
    let bucket = 0
    while (bucket < this.#boundsSeconds.length && seconds > this.#boundsSeconds[bucket]!) bucket += 1
    answers.buckets[bucket]! += 1
    answers.sumSeconds += seconds
    answers.count += 1
  }

  /** How often each event was answered with each code. */
  *counts(): Iterable<{ event: string; code: string; count: number }> {
    for (const [event, { codes }] of this.#events) {
      for (const [code, count] of codes) yield { event, code, count }
    }
  }

  /** The histogram's lines, in the form of Prometheus: buckets hold what is in those below them too. */
  samples(name: string): Sample[] {
    return [...this.#events].flatMap(([event, { buckets, sumSeconds, count }]) => {
      let below = 0
      const bounds = [...this.#boundsSeconds, '+Inf'].map((le, index) => {
        below += buckets[index]!
        return { metricName: `${name}_bucket`, labels: { le, event }, value: below }
      })
      return [
        ...bounds,
        { metricName: `${name}_sum`, labels: { event }, value: sumSeconds },
        { metricName: `${name}_count`, labels: { event }, value: count },
      ]
    })
  }

  #begin(event: string): Answers {
    const buckets = Array.from({ length: this.#boundsSeconds.length + 1 }, () => 0)
    const answers = { codes: new Map<string, number>(), buckets, sumSeconds: 0, count: 0 }
    this.#events.set(event, answers)
    return answers
  }
}
