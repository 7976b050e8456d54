import type { Sale } from '../../shared/protocol/shapes.ts'

/** A line of the ticker: what was sold of a product, and within how many seconds, if in more than one sale. */
export interface TickerLine {
  productId: number
  quantity: number
  /** Of the newest of its sales. */
  at: number
  seconds: number | null
}

interface Waiting {
  quantity: number
  sales: number
  first: number
  last: number
}

/** Products whose sales wait to be shown. */
const waitingMax = 50

/** Sales that wait to be shown, one line at a time. While a product's line waits, its further sales are added to it. */
export class Ticker {
  readonly #waiting = new Map<number, Waiting>()

  /** Adds sales, oldest first. */
  add(sales: readonly Sale[]): void {
    for (const { productId, quantity, at } of sales) {
      const { quantity: sum = 0, sales: count = 0, first = at } = this.#waiting.get(productId) ?? {}
      this.#waiting.set(productId, { quantity: sum + quantity, sales: count + 1, first, last: at })
      if (this.#waiting.size > waitingMax) this.#waiting.delete(this.#waiting.keys().next().value ?? 0)
    }
  }

  /** The line that has waited longest; null if there is none. */
  next(): TickerLine | null {
    for (const [productId, { quantity, sales, first, last }] of this.#waiting) {
      this.#waiting.delete(productId)
      const seconds = sales > 1 ? Math.max(1, Math.ceil((last - first) / 1_000)) : null
      return { productId, quantity, at: last, seconds }
    }
    return null
  }
}
