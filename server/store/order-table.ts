import { type OrderStatus, orderStatuses } from '../../shared/catalog/order-states.ts'
import { pickupCodeCount, pickupCodeFrom, pickupCodeNumber } from '../../shared/pickup-code.ts'
import type { OrderState } from '../market/order.ts'
import { type ColumnBlocks, doubleBlocks, wordBlocks } from './column-blocks.ts'
import type { Containers } from './containers.ts'
import type { Hash } from './hash.ts'
import { OrderLines } from './order-lines.ts'
import type { StringPool } from './string-pool.ts'
import { readUuid, uuidOf } from './uuid-words.ts'

/** The offsets of a row's words; the first four are the id. */
const numberAt = 4
const placeAt = 5
const shopAt = 6
const buyerAt = 7
const linesAt = 8
const lineCountAt = 9
const pickupAt = 10
const stateAt = 11
/** Seconds from placing to expiry; 0 for never. */
const collectAt = 12
const wordsOfRow = 13

/** The offsets of a row's doubles; NaN for a time that is not set. */
const totalAt = 0
const placedAt = 1
const fulfilledAt = 2
const cancelledAt = 3
const seqAt = 4
const changedSeqAt = 5
const doublesOfRow = 6

/** By their numbers in a row, like {@link orderStatuses}. */
const cancellers = [null, 'buyer', 'seller', 'market'] as const

/** Orders as flat rows, 100 bytes each and 16 for each line: a market keeps every order for ever. */
export class OrderTable {
  readonly #words: ColumnBlocks<Uint32Array>
  readonly #doubles: ColumnBlocks<Float64Array>
  readonly #lines: OrderLines
  readonly #buyers: StringPool
  readonly #hash: Hash
  readonly #reasons: Map<number, string>
  /** The last id sought or written. */
  readonly #id = new Uint32Array(4)

  constructor(buyers: StringPool, hash: Hash, containers: Containers) {
    this.#hash = hash
    this.#words = wordBlocks(wordsOfRow, containers)
    this.#doubles = doubleBlocks(doublesOfRow, containers)
    this.#lines = new OrderLines(hash, containers)
    this.#buyers = buyers
    this.#reasons = containers.map()
  }

  get size(): number {
    return this.#words.size
  }

  /** The hash of an id, for use with `hasSoughtId`; -1 for an id that no row can have. */
  seek(id: string): number {
    const words = this.#id
    return readUuid(id, words) ? this.#hash.ofWords(words[0]!, words[1]!, words[2]!, words[3]!) : -1
  }

  readonly hasSoughtId = (row: number): boolean => {
    const words = this.#words.blockOf(row)
    const at = this.#words.beginOf(row)
    const id = this.#id
    return (
      words[at] === id[0] && words[at + 1] === id[1] && words[at + 2] === id[2] && words[at + 3] === id[3]
    )
  }

  /** Adds a row with the id last passed to {@link seek}; returns its number. */
  add(): number {
    this.#doubles.add()
    const row = this.#words.add()
    this.#words.blockOf(row).set(this.#id, this.#words.beginOf(row))
    return row
  }

  /** Writes an order into its row; it must {@link fitsRow}. */
  write(row: number, order: OrderState): void {
    const words = this.#words.blockOf(row)
    const doubles = this.#doubles.blockOf(row)
    const at = this.#words.beginOf(row)
    words[at + numberAt] = order.number
    words[at + placeAt] = order.place
    words[at + shopAt] = order.shopId
    words[at + buyerAt] = this.#buyers.numberOf(order.buyerId)
    words[at + pickupAt] = pickupCodeNumber(order.pickupCode)
    words[at + stateAt] = numberOfStatus(order.status) * 4 + cancellers.indexOf(order.cancelledBy)
    words[at + collectAt] = order.collectBy ? (order.collectBy - order.placedAt) / secondMs : 0
    // The lines of an order never change, but this does not rely on it.
    if (!this.#lines.are(words[at + linesAt]!, words[at + lineCountAt]!, order.lines)) {
      words[at + linesAt] = this.#lines.add(order.lines)
      words[at + lineCountAt] = order.lines.length
    }
    const doublesAt = this.#doubles.beginOf(row)
    doubles[doublesAt + totalAt] = order.total
    doubles[doublesAt + placedAt] = order.placedAt
    doubles[doublesAt + fulfilledAt] = order.fulfilledAt ?? Number.NaN
    doubles[doublesAt + cancelledAt] = order.cancelledAt ?? Number.NaN
    doubles[doublesAt + seqAt] = order.seq
    doubles[doublesAt + changedSeqAt] = order.changedSeq
    if (order.reason !== null) this.#reasons.set(row, order.reason)
    else if (this.#reasons.size > 0) this.#reasons.delete(row)
  }

  /** Creates the order of a row. Pass its id if known, since making the text costs as much as the rest. */
  read(row: number, id = this.idOf(row)): Required<OrderState> {
    const words = this.#words.blockOf(row)
    const doubles = this.#doubles.blockOf(row)
    const at = this.#words.beginOf(row)
    const doublesAt = this.#doubles.beginOf(row)
    const state = words[at + stateAt]!
    return {
      id,
      number: words[at + numberAt]!,
      place: words[at + placeAt]!,
      shopId: words[at + shopAt]!,
      buyerId: this.#buyers.textOf(words[at + buyerAt]!),
      lines: this.#lines.read(words[at + linesAt]!, words[at + lineCountAt]!),
      total: doubles[doublesAt + totalAt]!,
      status: orderStatuses[state >>> 2]!,
      pickupCode: pickupCodeFrom(words[at + pickupAt]!),
      placedAt: doubles[doublesAt + placedAt]!,
      collectBy: this.collectByOf(row),
      fulfilledAt: timeOf(doubles[doublesAt + fulfilledAt]!),
      cancelledAt: timeOf(doubles[doublesAt + cancelledAt]!),
      cancelledBy: cancellers[state & 3]!,
      reason: this.#reasons.size === 0 ? null : (this.#reasons.get(row) ?? null),
      seq: doubles[doublesAt + seqAt]!,
      changedSeq: doubles[doublesAt + changedSeqAt]!,
    }
  }

  /** The lines and shop of an order, at a lower cost than the whole order. */
  readSale(row: number): Sale {
    const words = this.#words.blockOf(row)
    const doubles = this.#doubles.blockOf(row)
    const at = this.#words.beginOf(row)
    const doublesAt = this.#doubles.beginOf(row)
    return {
      shopId: words[at + shopAt]!,
      lines: this.#lines.read(words[at + linesAt]!, words[at + lineCountAt]!),
      total: doubles[doublesAt + totalAt]!,
      status: orderStatuses[words[at + stateAt]! >>> 2]!,
      placedAt: doubles[doublesAt + placedAt]!,
    }
  }

  /** When a row's order expires if it is not collected; null for never. */
  collectByOf(row: number): number | null {
    const seconds = this.#words.blockOf(row)[this.#words.beginOf(row) + collectAt]!
    return seconds === 0
      ? null
      : this.#doubles.blockOf(row)[this.#doubles.beginOf(row) + placedAt]! + seconds * secondMs
  }

  /** The key of its pickup code. */
  pickupKeyOf(row: number): number {
    const words = this.#words.blockOf(row)
    const at = this.#words.beginOf(row)
    return pickupKey(words[at + shopAt]!, words[at + pickupAt]!)
  }

  seqOf(row: number): number {
    return this.#doubles.blockOf(row)[this.#doubles.beginOf(row) + seqAt]!
  }

  changedSeqOf(row: number): number {
    return this.#doubles.blockOf(row)[this.#doubles.beginOf(row) + changedSeqAt]!
  }

  shopIdOf(row: number): number {
    return this.#words.blockOf(row)[this.#words.beginOf(row) + shopAt]!
  }

  buyerIdOf(row: number): string {
    return this.#buyers.textOf(this.buyerNumberOf(row))
  }

  /** The buyer's number in the pool. */
  buyerNumberOf(row: number): number {
    return this.#words.blockOf(row)[this.#words.beginOf(row) + buyerAt]!
  }

  idOf(row: number): string {
    return uuidOf(this.#words.blockOf(row), this.#words.beginOf(row))
  }
}

const secondMs = 1_000

const timeOf = (time: number): number | null => (Number.isNaN(time) ? null : time)

/** What an order sold. */
export type Sale = Pick<OrderState, 'shopId' | 'lines' | 'total' | 'status' | 'placedAt'>

function numberOfStatus(status: OrderStatus): number {
  const number = orderStatuses.indexOf(status)
  if (number < 0) throw new Error(`no order state is called "${status}"`)
  return number
}

/** Whether an order's numbers fit into a row. True for every order that a market with these bounds makes. */
export const fitsRow = (order: OrderState): boolean =>
  (!order.collectBy || isWord((order.collectBy - order.placedAt) / secondMs)) &&
  isWord(order.number) &&
  isWord(order.place) &&
  isWord(order.shopId) &&
  isWord(pickupCodeNumber(order.pickupCode)) &&
  order.lines.every((line) => isWord(line.productId) && isWord(line.quantity) && isWord(line.unitPrice))

const isWord = (number: number): boolean => number >>> 0 === number

/** A shop's pickup code as one number; NaN for a code with another format. */
export const pickupKey = (shopId: number, code: number): number => shopId * pickupCodeCount + code
