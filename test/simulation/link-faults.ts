import type { SeededRandom } from '../../shared/seeded-random.ts'
import type { Coverage } from './coverage.ts'
import type { Link, Network } from './network.ts'
import type { Scheduler } from './scheduler.ts'

export interface LinkFaultsParts {
  scheduler: Scheduler
  random: SeededRandom
  coverage: Coverage
  network: Network
}

/** What happens to the links of some clients at once. */
export class LinkFaults {
  readonly #parts: LinkFaultsParts

  constructor(parts: LinkFaultsParts) {
    this.#parts = parts
  }

  cutSome(): void {
    const { coverage, random } = this.#parts
    this.#toSome((link) => {
      coverage.count('network: cut')
      link.cut(random.integer(0, 3_000))
    })
  }

  halfOpenSome(): void {
    this.#toSome((link) => link.halfOpen())
  }

  /** For seconds, or for longer than any client waits. */
  clogSome(): void {
    const { scheduler, random } = this.#parts
    this.#toSome((link) => {
      link.clog()
      scheduler.after(random.integer(100, 20_000), () => link.unclog())
    })
  }

  heal(): void {
    for (const link of this.#parts.network.links) link.unclog()
  }

  #toSome(strike: (link: Link) => void): void {
    const { random, network } = this.#parts
    const share = random.pick([0.1, 0.4, 1])
    for (const link of [...network.links]) if (random.chance(share)) strike(link)
  }
}
