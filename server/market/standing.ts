import type { Entries } from './interned.ts'

/** Units of a product in a buyer's standing orders. */
export interface Standing {
  of(buyerId: string, productId: number): number
  /** Counts units in, or out of it. */
  add(buyerId: string, productId: number, units: number): void
}

/**
 * What stands, as the truth: a list for each buyer, product and units by turns, sorted by product. A text as key for
 * each pair of buyer and product would take 120 bytes, and two objects.
 */
export class DurableStanding implements Standing {
  readonly map: Entries<string, number[]>
  constructor(map: Entries<string, number[]>) {
    this.map = map
  }
  of(buyerId: string, productId: number): number {
    const pairs = this.map.get(buyerId)
    if (pairs === undefined) return 0
    const place = placeOf(pairs, productId)
    return pairs[place] === productId ? pairs[place + 1]! : 0
  }
  add(buyerId: string, productId: number, units: number): void {
    const pairs = this.map.get(buyerId)
    if (pairs === undefined) return void (units !== 0 && this.map.set(buyerId, [productId, units]))
    const place = placeOf(pairs, productId)
    if (pairs[place] !== productId) return void (units !== 0 && pairs.splice(place, 0, productId, units))
    const sum = pairs[place + 1]! + units
    if (sum !== 0) pairs[place + 1] = sum
    else if (pairs.length > 2) pairs.splice(place, 2)
    else this.map.delete(buyerId)
  }
}

/** Where a product stands, or would stand: a binary search. */
function placeOf(pairs: readonly number[], productId: number): number {
  let low = 0
  let high = pairs.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if (pairs[2 * middle]! < productId) low = middle + 1
    else high = middle
  }
  return 2 * low
}

/** What a draft counts in and out, over what stood before. */
export class DraftStanding implements Standing {
  readonly #base: Standing
  readonly #added = new DurableStanding(new Map())
  constructor(base: Standing) {
    this.#base = base
  }
  of(buyerId: string, productId: number): number {
    return this.#base.of(buyerId, productId) + this.#added.of(buyerId, productId)
  }
  add(buyerId: string, productId: number, units: number): void {
    this.#added.add(buyerId, productId, units)
  }
  merge(): void {
    for (const [buyerId, pairs] of this.#added.map) {
      for (let place = 0; place < pairs.length; place += 2)
        this.#base.add(buyerId, pairs[place]!, pairs[place + 1]!)
    }
  }
}
