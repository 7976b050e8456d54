import type { PurchaseCreate } from '../../shared/protocol/buyer-messages.ts'
import type { Client } from '../support/drivers/client.ts'

/** Buyers who buy at a steady pace while the market is under attack; measures their latency. */
export class Pace {
  readonly refused: string[] = []
  #isOver = false
  #latenciesMs: number[] = []
  readonly #buying: Promise<void>[]

  constructor(buyers: readonly Client<'/'>[], command: () => PurchaseCreate, pauseMs = 50) {
    this.#buying = buyers.map((buyer) => this.#buy(buyer, command, pauseMs))
  }

  /** Of all answers since the last call, in ms; NaN when there was none. */
  p99(): number {
    const sorted = this.#latenciesMs.sort((one, other) => one - other)
    this.#latenciesMs = []
    return sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN
  }

  async end(): Promise<void> {
    this.#isOver = true
    await Promise.all(this.#buying)
  }

  async #buy(buyer: Client<'/'>, command: () => PurchaseCreate, pauseMs: number): Promise<void> {
    while (!this.#isOver) {
      const startedMs = performance.now()
      const answer = await buyer.requestUntilKnown('purchase:create', command())
      if (answer.ok) this.#latenciesMs.push(performance.now() - startedMs)
      else this.refused.push(answer.error.code)
      await new Promise((resume) => setTimeout(resume, pauseMs))
    }
  }
}
