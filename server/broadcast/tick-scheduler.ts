export interface TickBounds {
  tickMs: number
  tickMsMax: number
  busyEntriesMin: number
  busyTickFactor: number
  busyTickMsMax: number
  freshJoinsPerTickMax: number
  crowdJoinsPerSecondMin: number
  crowdTickFactor: number
  crowdTickMsMax: number
}

/**
 * How far ticks are apart: the longer the last one took, the longer the pause, and what others had to do meanwhile
 * counts once more, since a core that is busy with purchases has other things to do than to tell of each at once. While
 * it sells as fast as it can, ticks take a tenth of its time, as long as they are not far apart.
 * While a crowd comes in, ticks to those who are in step already work for a small share of the time, so
 * that the core is there for those who are not. Times are monotonic, in ms.
 */
export class TickScheduler {
  readonly #bounds: TickBounds
  #beganAt = Number.NEGATIVE_INFINITY
  #beganBeforeAt = Number.NEGATIVE_INFINITY
  #tookMs = 0
  #workedMs = 0
  /** Of the largest group of entries since the last tick began. */
  #entries = 0
  /** Who came since the last tick began, and between the beginning of the one before and its own. */
  #joins = 0
  #joinsBefore = 0
  /** Who came since the last tick, or since the first thing that the next one is to tell. */
  #freshJoins = 0

  constructor(bounds: TickBounds) {
    this.#bounds = bounds
  }

  /** Counts one who comes: is it among the first since there was something new? */
  joined(): boolean {
    this.#joins += 1
    this.#freshJoins += 1
    return this.#freshJoins <= this.#bounds.freshJoinsPerTickMax
  }

  /** So many entries became durable together. */
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

  /** The tick that began has ended; `workedMs` is without its pauses. */
  ended(now: number, workedMs: number): void {
    this.#tookMs = now - this.#beganAt
    this.#workedMs = workedMs
  }

  /** There is something to tell: in how many ms the next tick is due. */
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
