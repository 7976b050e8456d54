import { doubleRows, type FlatRows } from './flat-rows.ts'
import type { Containers, Interned } from './interned.ts'
import { hashOfWords, RowIndex } from './row-index.ts'

/** Units of a product in a buyer's standing orders. */
export interface Standing {
  of(buyerId: string, productId: number): number
  /** Counts units in, or out of it. */
  add(buyerId: string, productId: number, units: number): void
}

/** Of a row: the buyer's number, the product, and the units; doubles, as another program's products may have any id. */
const doublesOfRow = 3

/**
 * What stands, as the truth: a flat row for each buyer and product. There are no more than orders' lines, which stay
 * too.
 */
export class DurableStanding implements Standing {
  readonly #buyers: Interned
  readonly #index = new RowIndex()
  readonly #rows: FlatRows<Float64Array>
  #soughtBuyer = 0
  #soughtProduct = 0

  constructor(buyers: Interned, containers: Containers) {
    this.#buyers = buyers
    this.#rows = doubleRows(doublesOfRow, containers)
  }
  of(buyerId: string, productId: number): number {
    const buyer = this.#buyers.find(buyerId)
    const row = buyer < 0 ? -1 : this.#find(hashOf(buyer, productId), buyer, productId)
    return row < 0 ? 0 : this.#rows.blockOf(row)[this.#rows.beginOf(row) + 2]!
  }
  add(buyerId: string, productId: number, units: number): void {
    const buyer = this.#buyers.numberOf(buyerId)
    const hash = hashOf(buyer, productId)
    const row = this.#find(hash, buyer, productId)
    if (row < 0) return this.#addRow(hash, buyer, productId, units)
    const block = this.#rows.blockOf(row)
    const at = this.#rows.beginOf(row) + 2
    block[at] = block[at]! + units
  }
  /** All that stand, in no order. */
  *[Symbol.iterator](): Generator<[buyerId: string, productId: number, units: number], void, undefined> {
    for (let row = 0; row < this.#rows.size; row += 1) {
      const block = this.#rows.blockOf(row)
      const at = this.#rows.beginOf(row)
      if (block[at + 2] !== 0) yield [this.#buyers.textOf(block[at]!), block[at + 1]!, block[at + 2]!]
    }
  }

  #find(hash: number, buyer: number, productId: number): number {
    this.#soughtBuyer = buyer
    this.#soughtProduct = productId
    return this.#index.find(hash, this.#isSought)
  }
  readonly #isSought = (row: number): boolean => {
    const block = this.#rows.blockOf(row)
    const at = this.#rows.beginOf(row)
    return block[at] === this.#soughtBuyer && block[at + 1] === this.#soughtProduct
  }

  #addRow(hash: number, buyer: number, productId: number, units: number): void {
    const row = this.#rows.add()
    const block = this.#rows.blockOf(row)
    const at = this.#rows.beginOf(row)
    block[at] = buyer
    block[at + 1] = productId
    block[at + 2] = units
    this.#index.add(hash, row)
  }
}

const hashOf = (buyer: number, productId: number): number => hashOfWords(buyer, productId, 0, 0)

/** What a draft counts in and out, over what stood before. */
export class DraftStanding implements Standing {
  readonly #base: Standing
  /** A list for each buyer: product and units by turns, sorted by product. */
  readonly #added = new Map<string, number[]>()
  constructor(base: Standing) {
    this.#base = base
  }
  of(buyerId: string, productId: number): number {
    const pairs = this.#added.get(buyerId)
    const place = pairs === undefined ? 0 : placeOf(pairs, productId)
    const added = pairs?.[place] === productId ? pairs[place + 1]! : 0
    return this.#base.of(buyerId, productId) + added
  }
  add(buyerId: string, productId: number, units: number): void {
    const pairs = this.#added.get(buyerId)
    if (pairs === undefined) return void this.#added.set(buyerId, [productId, units])
    const place = placeOf(pairs, productId)
    if (pairs[place] === productId) pairs[place + 1] = pairs[place + 1]! + units
    else pairs.splice(place, 0, productId, units)
  }
  merge(): void {
    for (const [buyerId, pairs] of this.#added) {
      for (let place = 0; place < pairs.length; place += 2)
        this.#base.add(buyerId, pairs[place]!, pairs[place + 1]!)
    }
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
