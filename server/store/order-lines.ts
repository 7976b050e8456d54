import type { OrderLineState } from '../market/order.ts'
import { type ColumnBlocks, wordBlocks } from './column-blocks.ts'
import type { Containers } from './containers.ts'
import type { Hash } from './hash.ts'
import { StringPool } from './string-pool.ts'

/** Words per line: product, quantity, price, and the number of the name. */
const wordsOfLine = 4

/** The number of products whose latest name is cached. */
const lastNames = 8_192

/** The lines of orders as flat rows of 16 bytes. The lines of one order are adjacent. */
export class OrderLines {
  readonly #rows: ColumnBlocks<Uint32Array>
  readonly #names: StringPool
  /** Names rarely change, so the latest one is tried first. A wrong guess only costs a look-up. */
  readonly #lastNames = new Uint32Array(lastNames)

  constructor(hash: Hash, containers: Containers) {
    this.#rows = wordBlocks(wordsOfLine, containers)
    this.#names = new StringPool(hash, containers)
  }

  /** Whether the lines from `first` on equal these. */
  are(first: number, count: number, lines: readonly OrderLineState[]): boolean {
    if (count !== lines.length) return false
    for (let index = 0; index < lines.length; index += 1) {
      const { productId, quantity, unitPrice, name } = lines[index]!
      const kept = this.#rows.blockOf(first + index)
      const at = this.#rows.beginOf(first + index)
      if (kept[at] !== productId || kept[at + 1] !== quantity || kept[at + 2] !== unitPrice) return false
      if (this.#names.textOf(kept[at + 3]!) !== name) return false
    }
    return true
  }

  read(first: number, count: number): OrderLineState[] {
    const lines = count === 0 ? [] : [this.#lineAt(first)]
    for (let line = first + 1; line < first + count; line += 1) lines.push(this.#lineAt(line))
    return lines
  }

  /** Appends adjacent lines; returns the row of the first. */
  add(lines: readonly OrderLineState[]): number {
    const first = this.#rows.size
    for (const { productId, quantity, unitPrice, name } of lines) {
      const line = this.#rows.add()
      const words = this.#rows.blockOf(line)
      const at = this.#rows.beginOf(line)
      words[at] = productId
      words[at + 1] = quantity
      words[at + 2] = unitPrice
      words[at + 3] = this.#nameOf(productId, name)
    }
    return first
  }

  /** The number of a product's name. */
  #nameOf(productId: number, name: string): number {
    const slot = productId % lastNames
    const guess = this.#lastNames[slot]!
    if (this.#names.textOf(guess) === name) return guess
    const number = this.#names.numberOf(name)
    this.#lastNames[slot] = number
    return number
  }

  #lineAt(line: number): Required<OrderLineState> {
    const words = this.#rows.blockOf(line)
    const at = this.#rows.beginOf(line)
    return {
      productId: words[at]!,
      name: this.#names.textOf(words[at + 3]!),
      quantity: words[at + 1]!,
      unitPrice: words[at + 2]!,
    }
  }
}
