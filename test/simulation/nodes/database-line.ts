import type { SeededRandom } from '../../../shared/seeded-random.ts'
import type { Scheduler } from '../scheduler.ts'

/** The network between a machine and the database. What is sent while it is cut arrives once it is whole again. */
export class DatabaseLine {
  readonly #scheduler: Scheduler
  readonly #random: SeededRandom
  readonly #latencyMsMax: number
  #isCut = false
  #held: (() => void)[] = []

  constructor(scheduler: Scheduler, random: SeededRandom, latencyMsMax: number) {
    this.#scheduler = scheduler
    this.#random = random
    this.#latencyMsMax = latencyMsMax
  }

  get isCut(): boolean {
    return this.#isCut
  }

  cut(): void {
    this.#isCut = true
  }

  mend(): void {
    this.#isCut = false
    for (const send of this.#held.splice(0)) send()
  }

  /** One direction of a connection, which keeps the order. Of what is under way when the line is cut, half arrives. */
  direction(half: () => void = () => undefined): (arrive: () => void) => void {
    let lastMs = 0
    const send = (arrive: () => void): void => {
      if (this.#isCut) return void this.#held.push(() => send(arrive))
      lastMs = Math.max(
        lastMs + inOrderMs,
        this.#scheduler.nowMs + this.#random.fraction() * this.#latencyMsMax,
      )
      this.#scheduler.after(lastMs - this.#scheduler.nowMs, () => {
        if (!this.#isCut) return arrive()
        half()
        this.#held.push(() => send(arrive))
      })
    }
    return send
  }
}

/** What is due at the same moment arrives this far apart, in order. */
const inOrderMs = 0.000_1
