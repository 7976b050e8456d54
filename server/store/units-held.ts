import type { UnitsHeld } from '../market/market.ts'
import { type ColumnBlocks, doubleBlocks } from './column-blocks.ts'
import type { Containers } from './containers.ts'
import type { Hash } from './hash.ts'
import { HashIndex } from './hash-index.ts'
import type { StringPool } from './string-pool.ts'

/** The buyer's number, what is counted, and the count. Doubles, since ids of products need not fit 32 bits. */
const doublesOfRow = 3

/** A row per buyer and thing counted. Rows stay, as the orders that made them do. */
export class DurableUnitsHeld implements UnitsHeld {
  readonly #buyers: StringPool
  readonly #hash: Hash
  readonly #index = new HashIndex()
  readonly #rows: ColumnBlocks<Float64Array>
  #soughtBuyer = 0
  #soughtThing = 0

  constructor(buyers: StringPool, hash: Hash, containers: Containers) {
    this.#buyers = buyers
    this.#hash = hash
    this.#rows = doubleBlocks(doublesOfRow, containers)
  }
  of(buyerId: string, counted: number): number {
    const buyer = this.#buyers.find(buyerId)
    const row = buyer < 0 ? -1 : this.#find(this.#hashOf(buyer, counted), buyer, counted)
    return row < 0 ? 0 : this.#rows.blockOf(row)[this.#rows.beginOf(row) + 2]!
  }
  add(buyerId: string, counted: number, more: number): void {
    const buyer = this.#buyers.numberOf(buyerId)
    const hash = this.#hashOf(buyer, counted)
    const row = this.#find(hash, buyer, counted)
    if (row < 0) return this.#addRow(hash, buyer, counted, more)
    const block = this.#rows.blockOf(row)
    const at = this.#rows.beginOf(row) + 2
    block[at] = block[at]! + more
  }
  /** All counts but zeros, in no particular order. */
  *[Symbol.iterator](): Generator<[buyerId: string, counted: number, count: number], void, undefined> {
    for (let row = 0; row < this.#rows.size; row += 1) {
      const block = this.#rows.blockOf(row)
      const at = this.#rows.beginOf(row)
      if (block[at + 2] !== 0) yield [this.#buyers.textOf(block[at]!), block[at + 1]!, block[at + 2]!]
    }
  }

  #find(hash: number, buyer: number, counted: number): number {
    this.#soughtBuyer = buyer
    this.#soughtThing = counted
    return this.#index.find(hash, this.#isSought)
  }
  readonly #isSought = (row: number): boolean => {
    const block = this.#rows.blockOf(row)
    const at = this.#rows.beginOf(row)
    return block[at] === this.#soughtBuyer && block[at + 1] === this.#soughtThing
  }

  #addRow(hash: number, buyer: number, counted: number, count: number): void {
    const row = this.#rows.add()
    const block = this.#rows.blockOf(row)
    const at = this.#rows.beginOf(row)
    block[at] = buyer
    block[at + 1] = counted
    block[at + 2] = count
    this.#index.add(hash, row)
  }

  #hashOf(buyer: number, counted: number): number {
    return this.#hash.ofWords(buyer, counted, 0, 0)
  }
}

/** What a draft adds to the counts of its base. */
export class DraftUnitsHeld implements UnitsHeld {
  readonly #base: UnitsHeld
  /** Per buyer, what is counted and how many were added, alternating, sorted by what is counted. */
  readonly #added = new Map<string, number[]>()
  constructor(base: UnitsHeld) {
    this.#base = base
  }
  of(buyerId: string, counted: number): number {
    const pairs = this.#added.get(buyerId)
    const index = pairs === undefined ? 0 : indexOf(pairs, counted)
    const added = pairs?.[index] === counted ? pairs[index + 1]! : 0
    return this.#base.of(buyerId, counted) + added
  }
  add(buyerId: string, counted: number, more: number): void {
    const pairs = this.#added.get(buyerId)
    if (pairs === undefined) return void this.#added.set(buyerId, [counted, more])
    const index = indexOf(pairs, counted)
    if (index === pairs.length) pairs.push(counted, more)
    else if (pairs[index] === counted) pairs[index + 1] = pairs[index + 1]! + more
    else pairs.splice(index, 0, counted, more)
  }
  merge(): void {
    for (const [buyerId, pairs] of this.#added) {
      for (let index = 0; index < pairs.length; index += 2)
        this.#base.add(buyerId, pairs[index]!, pairs[index + 1]!)
    }
  }
}

/** Where the pair of something counted is, or would be inserted: a binary search. */
function indexOf(pairs: readonly number[], counted: number): number {
  let low = 0
  let high = pairs.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if (pairs[2 * middle]! < counted) low = middle + 1
    else high = middle
  }
  return 2 * low
}
