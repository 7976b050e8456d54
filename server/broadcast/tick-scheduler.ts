import type { Bounds } from '../bounds.ts'

/**
 * Schedules ticks. The longer the last tick took, the longer the pause; the time that other work took in
 * between counts once more, since purchases come before broadcasts. At full load ticks take a tenth of the
 * time, as long as that does not space them too far apart. While many clients join, ticks for those in step
 * get a small share of the time, which leaves the CPU to the clients that join. Times are monotonic, in ms.
 */
export class TickScheduler {
  readonly #bounds: Bounds['broadcast']
  #beganAt = Number.NEGATIVE_INFINITY
  #beganBeforeAt = Number.NEGATIVE_INFINITY
  #tookMs = 0
  #workedMs = 0
  /** The largest group of entries since the last tick began. */
  #entries = 0
  /** Clients that joined since the last tick began, and in the interval before it. */
  #joins = 0
  #joinsBefore = 0
  /** Clients that joined since the last tick, or since the first change that the next tick will send. */
  #freshJoins = 0

  constructor(bounds: Bounds['broadcast']) {
    this.#bounds = bounds
  }

  /** Counts a client that joins. Returns whether it is among the first since something changed. */
  joined(): boolean {
    this.#joins += 1
    this.#freshJoins += 1
    return this.#freshJoins <= this.#bounds.freshJoinsPerTickMax
  }

  /** A group of `entries` became durable. */
  committed(entries: number): void {
    this.#entries = Math.max(this.#entries, entries)
  }

  /** A tick begins. */
  began(now: number): void {
    this.#entries = 0
    this.#beganBeforeAt = this.#beganAt
    this.#beganAt = now
    this.#joinsBefore = this.#joins
    this.#joins = 0
    this.#freshJoins = 0
  }

  /** The current tick has ended; `workedMs` excludes its pauses. */
  ended(now: number, workedMs: number): void {
    this.#tookMs = now - this.#beganAt
    this.#workedMs = workedMs
  }

  /** There is something to send: in how many ms the next tick is due. */
  due(now: number): number {
    this.#freshJoins = 0
    return Math.max(0, this.#beganAt + this.#distanceMs(now) - now)
  }

  #distanceMs(now: number): number {
    const { tickMs, tickMsMax, crowdTickFactor, crowdTickMsMax } = this.#bounds
    const othersMs = this.#tookMs - this.#workedMs
    const usual = Math.min(tickMsMax, Math.max(tickMs, this.#tookMs * 1.5 + othersMs, this.#busyMs()))
    if (!this.#isCrowd(now)) return usual
    return Math.max(usual, Math.min(crowdTickMsMax, this.#workedMs * crowdTickFactor))
  }

  #busyMs(): number {
    const { busyEntriesMin, busyTickFactor, busyTickMsMax } = this.#bounds
    return this.#entries < busyEntriesMin ? 0 : Math.min(busyTickMsMax, this.#workedMs * busyTickFactor)
  }

  #isCrowd(now: number): boolean {
    const seconds = (now - this.#beganBeforeAt) / 1_000
    return this.#joins + this.#joinsBefore > this.#bounds.crowdJoinsPerSecondMin * seconds
  }
}
