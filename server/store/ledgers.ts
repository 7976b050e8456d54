import type { Ledgers } from '../market/market.ts'
import type { MovementState } from '../market/state.ts'

/** A sale is stored as the row of its order, which has the details. */
export type KeptMovement = number | MovementState

/** Per product, movements and the stock after them, alternating. */
export class DurableLedgers implements Ledgers {
  readonly map: Map<number, KeptMovement[]>
  constructor(map: Map<number, KeptMovement[]>) {
    this.map = map
  }
  append(productId: number, moved: KeptMovement, stock: number): void {
    const list = this.map.get(productId)
    if (list) list.push(moved, stock)
    else this.map.set(productId, [moved, stock])
  }
  forget(productId: number): void {
    this.map.delete(productId)
  }
  /** The stock after the last movement; 0 before the first. */
  lastStock(productId: number): number {
    return (this.map.get(productId)?.at(-1) as number | undefined) ?? 0
  }
}

export class DraftLedgers implements Ledgers {
  readonly #base: Ledgers
  /** Three parallel lists, so that a purchase creates no object; null for a forgotten product. */
  readonly #productIds: number[] = []
  readonly #moved: (KeptMovement | null)[] = []
  readonly #stocks: number[] = []
  constructor(base: Ledgers) {
    this.#base = base
  }
  append(productId: number, moved: KeptMovement, stock: number): void {
    this.#push(productId, moved, stock)
  }
  forget(productId: number): void {
    this.#push(productId, null, 0)
  }
  merge(): void {
    for (let index = 0; index < this.#productIds.length; index += 1) {
      const productId = this.#productIds[index]!
      const moved = this.#moved[index]!
      if (moved === null) this.#base.forget(productId)
      else this.#base.append(productId, moved, this.#stocks[index]!)
    }
  }

  #push(productId: number, moved: KeptMovement | null, stock: number): void {
    this.#productIds.push(productId)
    this.#moved.push(moved)
    this.#stocks.push(stock)
  }
}
