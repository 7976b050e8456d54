import { HashIndex, hashOfWords } from './hash-index.ts'
import type { DurableOrders } from './orders-by-id.ts'
import type { Table } from './table.ts'

/** The unfulfilled orders by `pickupKey`, as the truth: an index over the orders' rows. */
export class DurablePickupCodes implements Table<number, string> {
  readonly #orders: DurableOrders
  readonly #index = new HashIndex()
  #sought = 0

  constructor(orders: DurableOrders) {
    this.#orders = orders
  }
  get(key: number): string | undefined {
    const row = this.#find(key)
    return row < 0 ? undefined : this.#orders.idAt(row)
  }
  has(key: number): boolean {
    return this.#find(key) >= 0
  }
  /** `orderId` is there, and has this key. */
  set(key: number, orderId: string): void {
    this.delete(key)
    this.#index.add(hashOf(key), this.#orders.rowOf(orderId))
  }
  delete(key: number): void {
    const row = this.#find(key)
    if (row >= 0) this.#index.delete(hashOf(key), row)
  }
  /** The orders' ids, in no order. */
  *values(): Generator<string, void, undefined> {
    for (const row of this.#index.rows()) yield this.#orders.idAt(row)
  }

  #find(key: number): number {
    this.#sought = key
    return this.#index.find(hashOf(key), this.#isSought)
  }
  readonly #isSought = (row: number): boolean => Object.is(this.#orders.pickupKeyAt(row), this.#sought)
}

const hashOf = (key: number): number => hashOfWords(Math.floor(key / 2 ** 32), key, 0, 0)
