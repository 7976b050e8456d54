import { type ColumnBlocks, wordBlocks } from './column-blocks.ts'
import type { Containers } from './containers.ts'
import { DurableOrderChanges, type OrderChange, type OrderLog } from './order-log.ts'
import type { DurableOrders } from './orders-by-id.ts'
import type { StringPool } from './string-pool.ts'

/** How long a chain may be: what it costs at most to read one for the first time. */
const chainMax = 64

/** Of a record: the seq in two words, the order's row, and the record before plus one. */
const wordsOfRecord = 4

/** A chain is known by its last record plus one, and how long it is: else each new record would have to look at the last. */
const lengths = 2 * chainMax

/**
 * The log of orders' changes by buyer, as the truth. Most buyers have few, and nobody reads them: theirs are chained
 * records in flat memory, of which a list is made when somebody does, or when they are many.
 */
export class DurableBuyerLog implements OrderLog<string> {
  readonly #buyers: StringPool
  readonly #orders: DurableOrders
  /** By the buyer's number: a list of seqs and rows by turns, or a chain; 0 for nothing. */
  readonly #logs: (number[] | number)[]
  readonly #records: ColumnBlocks<Uint32Array>

  constructor(buyers: StringPool, orders: DurableOrders, containers: Containers) {
    this.#buyers = buyers
    this.#orders = orders
    this.#logs = containers.list()
    this.#records = wordBlocks(wordsOfRecord, containers)
  }

  append(buyerId: string, seq: number, orderId: string): void {
    this.appendRow(this.#buyers.numberOf(buyerId), seq, this.#orders.rowOf(orderId))
  }

  /** The same by the buyer's number and the order's row. */
  appendRow(buyer: number, seq: number, row: number): void {
    while (this.#logs.length <= buyer) this.#logs.push(0)
    const log = this.#logs[buyer]!
    if (typeof log === 'object') log.push(seq, row)
    else this.#chain(buyer, log, seq, row)
  }

  replace(buyerId: string, changes: readonly OrderChange[]): void {
    const buyer = this.#buyers.numberOf(buyerId)
    if (buyer < this.#logs.length) this.#logs[buyer] = 0
    for (const { seq, orderId } of changes) this.appendRow(buyer, seq, this.#orders.rowOf(orderId))
  }

  of(buyerId: string): DurableOrderChanges {
    const buyer = this.#buyers.find(buyerId)
    const log = buyer < 0 ? 0 : (this.#logs[buyer] ?? 0)
    return new DurableOrderChanges(log === 0 ? [] : this.#listOf(buyer, log), this.#orders)
  }

  /** All buyers that have changes, with what {@link of} tells of them. */
  *[Symbol.iterator](): Generator<[buyerId: string, changes: DurableOrderChanges], void, undefined> {
    for (const [buyer, log] of this.#logs.entries()) {
      const flat = typeof log === 'object' ? log : this.#unchained(log)
      if (flat.length > 0) yield [this.#buyers.textOf(buyer), new DurableOrderChanges(flat, this.#orders)]
    }
  }

  #listOf(buyer: number, log: number[] | number): number[] {
    if (typeof log === 'object') return log
    const flat = this.#unchained(log)
    this.#logs[buyer] = flat
    return flat
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
    const flat: number[] = []
    for (let record = lastOf(chain) - 1; record >= 0; ) {
      const words = this.#records.blockOf(record)
      const at = this.#records.beginOf(record)
      flat.push(words[at + 2]!, words[at + 1]! * 2 ** 32 + words[at]!)
      record = words[at + 3]! - 1
    }
    return flat.reverse()
  }
}

/** The last record plus one, 0 where there is none. */
const lastOf = (chain: number): number => Math.floor(chain / lengths)
