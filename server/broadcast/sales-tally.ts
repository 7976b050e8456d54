import type { Sale } from '../../shared/protocol/shapes.ts'
import type { Entry } from '../market/event.ts'

/** The newest sales since they were last taken. Lossy, for a ticker. */
export class SalesTally {
  readonly #salesMax: number
  #sales: Sale[] = []

  constructor(salesMax: number) {
    this.#salesMax = salesMax
  }

  add({ at, events }: Entry): void {
    for (const event of events) {
      if (event.type !== 'order:placed') continue
      for (const { productId, quantity } of event.lines) this.#sales.push({ productId, quantity, at })
    }
    if (this.#sales.length > 2 * this.#salesMax) this.#sales = this.#sales.slice(-this.#salesMax)
  }

  /** Returns the newest sales, oldest first, and clears the tally. */
  take(): Sale[] {
    const sales = this.#sales.slice(-this.#salesMax)
    this.#sales = []
    return sales
  }
}
