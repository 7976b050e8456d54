import type { Movement } from '../../shared/protocol/shapes.ts'
import type { DurableOrders } from './orders-by-id.ts'

/** One line of a product's ledger. */
export interface MovementState {
  readonly seq: number
  readonly at: number
  readonly kind: Movement['kind']
  readonly quantity: number
  /** What was in stock afterwards. */
  readonly stock: number
  readonly by: string
  readonly reason: string | null
  readonly orderId: string | null
}

/** A line of a product's ledger: of a sale the order's id, as its order has the rest. */
export type Moved = string | MovementState

/** A line as it is kept: of a sale the order's row. */
export type KeptMovement = number | MovementState

/** The products' ledgers: lines in the order in which they came; appended to, never changed. */
export interface Ledgers {
  /** `stock` is what there was of the product afterwards. */
  append(productId: number, moved: Moved, stock: number): void
  /** Nothing of the product is kept. */
  forget(productId: number): void
}

/** Ledgers that are the truth: for each product a list, what moved and the stock afterwards by turns. */
export class DurableLedgers implements Ledgers {
  readonly map: Map<number, KeptMovement[]>
  readonly #orders: DurableOrders
  constructor(map: Map<number, KeptMovement[]>, orders: DurableOrders) {
    this.map = map
    this.#orders = orders
  }
  append(productId: number, moved: Moved, stock: number): void {
    const kept: KeptMovement = typeof moved === 'string' ? this.#orders.rowOf(moved) : moved
    const flat = this.map.get(productId)
    if (flat) flat.push(kept, stock)
    else this.map.set(productId, [kept, stock])
  }
  forget(productId: number): void {
    this.map.delete(productId)
  }
  /** The sale of an order's row, from what the last line left. */
  appendSale(productId: number, row: number, quantity: number): void {
    const flat = this.map.get(productId)
    if (flat) flat.push(row, (flat[flat.length - 1] as number) - quantity)
    else this.map.set(productId, [row, -quantity])
  }
  /** How much the last line left; 0 before there was one. */
  lastStock(productId: number): number {
    return (this.map.get(productId)?.at(-1) as number | undefined) ?? 0
  }
}

/** An overlay, of which nothing is read. */
export class DraftLedgers implements Ledgers {
  readonly #base: Ledgers
  readonly #productIds: number[] = []
  readonly #moved: Moved[] = []
  readonly #stocks: number[] = []
  readonly #forgotten: number[] = []
  constructor(base: Ledgers) {
    this.#base = base
  }
  append(productId: number, moved: Moved, stock: number): void {
    this.#productIds.push(productId)
    this.#moved.push(moved)
    this.#stocks.push(stock)
  }
  forget(productId: number): void {
    this.#forgotten.push(productId)
  }
  merge(): void {
    for (let index = 0; index < this.#productIds.length; index += 1)
      this.#base.append(this.#productIds[index]!, this.#moved[index]!, this.#stocks[index]!)
    // Nothing moves of a product that was forgotten.
    for (const productId of this.#forgotten) this.#base.forget(productId)
  }
}
