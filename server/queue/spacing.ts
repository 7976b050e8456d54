import type { Bounds } from '../bounds.ts'
import type { Clock } from '../os/clock.ts'

/**
 * How long a queue waits before it drains, or reads, again. A commit costs CPU time, which matters when the CPU is busy. A
 * turn costs time of every node and of the database: four busy nodes on one core spent most of it on turns for a few
 * orders each.
 */
export class Spacing {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #bounds: Bounds['queue']
  #drainedAt = Number.NEGATIVE_INFINITY
  /** When another node's entries were last applied. */
  #othersAt = Number.NEGATIVE_INFINITY

  constructor(clock: Pick<Clock, 'monotonic'>, bounds: Bounds['queue']) {
    this.#clock = clock
    this.#bounds = bounds
  }

  drained(): void {
    this.#drainedAt = this.#clock.monotonic()
  }

  othersArrived(): void {
    this.#othersAt = this.#clock.monotonic()
  }

  /** Somebody waits for what another node appended. */
  hurry(): void {
    this.#othersAt = Number.NEGATIVE_INFINITY
  }

  sinceDrainMs(): number {
    return this.#clock.monotonic() - this.#drainedAt
  }

  untilDrainMs(isBusy: boolean): number {
    const { commitDistanceMs, turnDistanceMs, sharedMs } = this.#bounds
    const isShared = this.#clock.monotonic() - this.#othersAt < sharedMs
    const distanceMs = isShared ? turnDistanceMs : isBusy ? commitDistanceMs : 0
    return Math.max(0, distanceMs - this.sinceDrainMs())
  }

  untilReadMs(): number {
    return Math.max(0, this.#othersAt + this.#bounds.turnDistanceMs - this.#clock.monotonic())
  }
}
