import type { OrderChange, OrderLog } from '../market/market.ts'
import { type ColumnBlocks, wordBlocks } from './column-blocks.ts'
import type { Containers } from './containers.ts'
import { ChangeList } from './order-log.ts'
import type { StringPool } from './string-pool.ts'

/** The longest chain, which bounds the cost of the first read of a buyer's changes. */
const chainMax = 64

/** Words of a record: the seq in two, the order's row, and the number of the previous record plus one. */
const wordsOfRecord = 4

/** A chain is one number, of its last record plus one and its length: appending need not read the record. */
const lengths = 2 * chainMax

/**
 * The changes of orders by buyer. Most buyers have few changes that nobody reads: these are chained records
 * in flat memory, and become a list when they are read or numerous.
 */
export class DurableBuyerLog implements OrderLog<string> {
  readonly #buyers: StringPool
  /** By the buyer's number: a list of seqs and rows, alternating, or a chain; 0 for no changes. */
  readonly #logs: (number[] | number)[]
  readonly #records: ColumnBlocks<Uint32Array>

  constructor(buyers: StringPool, containers: Containers) {
    this.#buyers = buyers
    this.#logs = containers.list()
    this.#records = wordBlocks(wordsOfRecord, containers)
  }

  append(buyerId: string, seq: number, row: number): void {
    this.appendNumbered(this.#buyers.numberOf(buyerId), seq, row)
  }

  /** The same for the buyer with a number in the pool: looking it up by the id costs more than the rest. */
  appendNumbered(buyer: number, seq: number, row: number): void {
    while (this.#logs.length <= buyer) this.#logs.push(0)
    const log = this.#logs[buyer]!
    if (typeof log === 'object') log.push(seq, row)
    else this.#chain(buyer, log, seq, row)
  }

  replace(buyerId: string, changes: readonly OrderChange[]): void {
    const buyer = this.#buyers.numberOf(buyerId)
    if (buyer < this.#logs.length) this.#logs[buyer] = 0
    for (const { seq, row } of changes) this.append(buyerId, seq, row)
  }

  of(buyerId: string): ChangeList {
    const buyer = this.#buyers.find(buyerId)
    const log = buyer < 0 ? 0 : (this.#logs[buyer] ?? 0)
    return new ChangeList(log === 0 ? [] : this.#listOf(buyer, log))
  }

  /** All buyers with changes. */
  *[Symbol.iterator](): Generator<[buyerId: string, changes: ChangeList], void, undefined> {
    for (const [buyer, log] of this.#logs.entries()) {
      const list = typeof log === 'object' ? log : this.#unchained(log)
      if (list.length > 0) yield [this.#buyers.textOf(buyer), new ChangeList(list)]
    }
  }

  #listOf(buyer: number, log: number[] | number): number[] {
    if (typeof log === 'object') return log
    const list = this.#unchained(log)
    this.#logs[buyer] = list
    return list
  }

  #chain(buyer: number, chain: number, seq: number, row: number): void {
    const length = chain % lengths
    if (length === chainMax) return void this.#listOf(buyer, chain).push(seq, row)
    const record = this.#records.add()
    const words = this.#records.blockOf(record)
    const at = this.#records.beginOf(record)
    words[at] = seq
    words[at + 1] = seq / 2 ** 32
    words[at + 2] = row
    words[at + 3] = lastOf(chain)
    this.#logs[buyer] = (record + 1) * lengths + length + 1
  }

  /** A chain's changes, oldest first. */
  #unchained(chain: number): number[] {
    const list: number[] = []
    for (let record = lastOf(chain) - 1; record >= 0; ) {
      const words = this.#records.blockOf(record)
      const at = this.#records.beginOf(record)
      list.push(words[at + 2]!, words[at + 1]! * 2 ** 32 + words[at]!)
      record = words[at + 3]! - 1
    }
    return list.reverse()
  }
}

/** The number of the last record plus one; 0 for no changes. */
const lastOf = (chain: number): number => Math.floor(chain / lengths)
