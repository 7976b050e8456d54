import { type ColumnBlocks, doubleBlocks } from './column-blocks.ts'
import type { Containers } from './containers.ts'
import { HashIndex, hashOfWords } from './hash-index.ts'
import type { StringPool } from './string-pool.ts'

/** What a buyer's orders count: units of a product in standing orders, by its id, and a shop's {@link openOrders}. */
export interface UnitsHeld {
  of(buyerId: string, what: number): number
  /** Counts in, or out. */
  add(buyerId: string, what: number, count: number): void
}

/** What a buyer's open orders at a shop are counted by. One table for both: most orders count in both. */
export const openOrders = (shopId: number): number => -shopId

/** Of a row: the buyer's number, what is counted, and the count; doubles, as another program's products may have any id. */
const doublesOfRow = 3

/**
 * What stands, as the truth: a flat row for each buyer and thing. There are no more than orders and their lines, which
 * stay too.
 */
export class DurableUnitsHeld implements UnitsHeld {
  readonly #buyers: StringPool
  readonly #index = new HashIndex()
  readonly #rows: ColumnBlocks<Float64Array>
  #soughtBuyer = 0
  #soughtThing = 0

  constructor(buyers: StringPool, containers: Containers) {
    this.#buyers = buyers
    this.#rows = doubleBlocks(doublesOfRow, containers)
  }
  of(buyerId: string, what: number): number {
    const buyer = this.#buyers.find(buyerId)
    const row = buyer < 0 ? -1 : this.#find(hashOf(buyer, what), buyer, what)
    return row < 0 ? 0 : this.#rows.blockOf(row)[this.#rows.beginOf(row) + 2]!
  }
  add(buyerId: string, what: number, count: number): void {
    const buyer = this.#buyers.numberOf(buyerId)
    const hash = hashOf(buyer, what)
    const row = this.#find(hash, buyer, what)
    if (row < 0) return this.#addRow(hash, buyer, what, count)
    const block = this.#rows.blockOf(row)
    const at = this.#rows.beginOf(row) + 2
    block[at] = block[at]! + count
  }
  /** All that stand, in no order. */
  *[Symbol.iterator](): Generator<[buyerId: string, what: number, count: number], void, undefined> {
    for (let row = 0; row < this.#rows.size; row += 1) {
      const block = this.#rows.blockOf(row)
      const at = this.#rows.beginOf(row)
      if (block[at + 2] !== 0) yield [this.#buyers.textOf(block[at]!), block[at + 1]!, block[at + 2]!]
    }
  }

  #find(hash: number, buyer: number, what: number): number {
    this.#soughtBuyer = buyer
    this.#soughtThing = what
    return this.#index.find(hash, this.#isSought)
  }
  readonly #isSought = (row: number): boolean => {
    const block = this.#rows.blockOf(row)
    const at = this.#rows.beginOf(row)
    return block[at] === this.#soughtBuyer && block[at + 1] === this.#soughtThing
  }

  #addRow(hash: number, buyer: number, what: number, count: number): void {
    const row = this.#rows.add()
    const block = this.#rows.blockOf(row)
    const at = this.#rows.beginOf(row)
    block[at] = buyer
    block[at + 1] = what
    block[at + 2] = count
    this.#index.add(hash, row)
  }
}

const hashOf = (buyer: number, what: number): number => hashOfWords(buyer, what, 0, 0)

/** What a draft counts in and out, over what stood before. */
export class DraftUnitsHeld implements UnitsHeld {
  readonly #base: UnitsHeld
  /** A list for each buyer: what is counted and its count by turns, sorted by what it is. */
  readonly #added = new Map<string, number[]>()
  constructor(base: UnitsHeld) {
    this.#base = base
  }
  of(buyerId: string, what: number): number {
    const pairs = this.#added.get(buyerId)
    const place = pairs === undefined ? 0 : placeOf(pairs, what)
    const added = pairs?.[place] === what ? pairs[place + 1]! : 0
    return this.#base.of(buyerId, what) + added
  }
  add(buyerId: string, what: number, count: number): void {
    const pairs = this.#added.get(buyerId)
    if (pairs === undefined) return void this.#added.set(buyerId, [what, count])
    const place = placeOf(pairs, what)
    if (place === pairs.length) pairs.push(what, count)
    else if (pairs[place] === what) pairs[place + 1] = pairs[place + 1]! + count
    else pairs.splice(place, 0, what, count)
  }
  merge(): void {
    for (const [buyerId, pairs] of this.#added) {
      for (let place = 0; place < pairs.length; place += 2)
        this.#base.add(buyerId, pairs[place]!, pairs[place + 1]!)
    }
  }
}

/** Where something stands, or would stand: a binary search. */
function placeOf(pairs: readonly number[], what: number): number {
  let low = 0
  let high = pairs.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if (pairs[2 * middle]! < what) low = middle + 1
    else high = middle
  }
  return 2 * low
}
