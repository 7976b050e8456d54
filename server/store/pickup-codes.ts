import type { PickupCodes } from '../market/market.ts'
import type { Hash } from './hash.ts'
import { HashIndex } from './hash-index.ts'
import { pickupKey } from './order-table.ts'
import type { DurableOrders } from './orders-by-id.ts'

/** No open order has the code. */
const free = -1

/** A shop and a code form one key, in the durable state and in drafts. */
abstract class CodesByKey implements PickupCodes {
  find(shopId: number, code: number): number {
    return this.rowOf(pickupKey(shopId, code))
  }
  add(shopId: number, code: number, row: number): void {
    this.set(pickupKey(shopId, code), row)
  }
  delete(shopId: number, code: number): void {
    this.set(pickupKey(shopId, code), free)
  }
  abstract rowOf(key: number): number
  abstract set(key: number, row: number): void
}

/** An index over the rows of the orders. */
export class DurablePickupCodes extends CodesByKey {
  readonly #orders: DurableOrders
  readonly #hash: Hash
  readonly #index = new HashIndex()
  #sought = 0

  constructor(orders: DurableOrders, hash: Hash) {
    super()
    this.#orders = orders
    this.#hash = hash
  }
  rowOf(key: number): number {
    return this.#find(this.#hashOf(key), key)
  }
  set(key: number, row: number): void {
    const hash = this.#hashOf(key)
    const before = this.#find(hash, key)
    if (before >= 0) this.#index.delete(hash, before)
    if (row !== free) this.#index.add(hash, row)
  }
  /** In no particular order. */
  rows(): Iterable<number> {
    return this.#index.rows()
  }

  #find(hash: number, key: number): number {
    this.#sought = key
    return this.#index.find(hash, this.#isSought)
  }
  readonly #isSought = (row: number): boolean => Object.is(this.#orders.pickupKeyAt(row), this.#sought)

  #hashOf(key: number): number {
    return this.#hash.ofWords(Math.floor(key / 2 ** 32), key, 0, 0)
  }
}

export class DraftPickupCodes extends CodesByKey {
  readonly #base: DurablePickupCodes
  readonly #changed = new Map<number, number>()

  constructor(base: DurablePickupCodes) {
    super()
    this.#base = base
  }
  rowOf(key: number): number {
    const changed = this.#changed.size > 0 ? this.#changed.get(key) : undefined
    return changed ?? this.#base.rowOf(key)
  }
  set(key: number, row: number): void {
    this.#changed.set(key, row)
  }
  merge(): void {
    for (const [key, row] of this.#changed) this.#base.set(key, row)
  }
}
