import type { PickupCodes } from '../market/market.ts'
import type { Hash } from './hash.ts'
import { HashIndex } from './hash-index.ts'
import { pickupKey } from './order-table.ts'
import type { DurableOrders } from './orders-by-id.ts'

/** An index over the rows of the orders. */
export class DurablePickupCodes implements PickupCodes {
  readonly #orders: DurableOrders
  readonly #hash: Hash
  readonly #index = new HashIndex()
  #sought = 0

  constructor(orders: DurableOrders, hash: Hash) {
    this.#orders = orders
    this.#hash = hash
  }
  find(shopId: number, code: number): number {
    const key = pickupKey(shopId, code)
    return this.#find(this.#hashOf(key), key)
  }
  /** The order in `row` has this code. */
  add(shopId: number, code: number, row: number): void {
    this.delete(shopId, code)
    this.#index.add(this.#hashOf(pickupKey(shopId, code)), row)
  }
  delete(shopId: number, code: number): void {
    const key = pickupKey(shopId, code)
    const hash = this.#hashOf(key)
    const row = this.#find(hash, key)
    if (row >= 0) this.#index.delete(hash, row)
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

export class DraftPickupCodes implements PickupCodes {
  readonly #base: PickupCodes
  /** Row, shop and code by key; row -1 where the code became free. */
  readonly #changed = new Map<number, Change>()

  constructor(base: PickupCodes) {
    this.#base = base
  }
  find(shopId: number, code: number): number {
    const changed = this.#changed.size > 0 ? this.#changed.get(pickupKey(shopId, code)) : undefined
    return changed === undefined ? this.#base.find(shopId, code) : changed.row
  }
  add(shopId: number, code: number, row: number): void {
    this.#changed.set(pickupKey(shopId, code), { shopId, code, row })
  }
  delete(shopId: number, code: number): void {
    this.add(shopId, code, -1)
  }
  merge(): void {
    for (const { shopId, code, row } of this.#changed.values())
      if (row < 0) this.#base.delete(shopId, code)
      else this.#base.add(shopId, code, row)
  }
}

interface Change {
  readonly shopId: number
  readonly code: number
  readonly row: number
}
