import { wordsOfFlatLine as wordsOfLine } from './flat-order.ts'
import { type Containers, Interned } from './interned.ts'
import type { OrderLineState } from './order.ts'

/** Lines of a block, in bits: memory is taken by the block, and no block ever moves. */
const blockBits = 12
const inBlock = (1 << blockBits) - 1

/** For how many products it is at hand which name their last line had. */
const lastNames = 8_192

/**
 * The lines of orders as numbers, 16 bytes each, outside of the collector's heap; those of one order stand one behind
 * the other.
 */
export class OrderLines {
  #count = 0
  readonly #blocks: Uint32Array[]
  readonly #names: Interned
  /** A product is mostly called as it was before. A guess that is wrong costs a look-up, no more. */
  readonly #lastNames = new Uint32Array(lastNames)

  constructor(containers: Containers) {
    this.#blocks = containers.list()
    this.#names = new Interned(containers)
  }

  /** Are these the lines from `first` on? */
  are(first: number, count: number, lines: readonly OrderLineState[]): boolean {
    if (count !== lines.length) return false
    for (let index = 0; index < lines.length; index += 1) {
      const { productId, quantity, unitPrice, name } = lines[index]!
      const kept = this.#blocks[(first + index) >>> blockBits]!
      const at = ((first + index) & inBlock) * wordsOfLine
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

  /** Adds lines one behind the other; returns where the first is. */
  add(lines: readonly OrderLineState[]): number {
    const first = this.#count
    for (const { productId, quantity, unitPrice, name } of lines)
      this.#addLine(productId, quantity, unitPrice, this.nameOf(productId, name))
    return first
  }

  /** The same from a flat order's. */
  addFlat(words: readonly number[], count: number): number {
    const first = this.#count
    for (let at = 0; at < count * wordsOfLine; at += wordsOfLine)
      this.#addLine(words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!)
    return first
  }

  /** The number of a product's name. */
  nameOf(productId: number, name: string): number {
    const slot = productId % lastNames
    const guess = this.#lastNames[slot]!
    if (this.#names.textOf(guess) === name) return guess
    const number = this.#names.numberOf(name)
    this.#lastNames[slot] = number
    return number
  }

  /** The number of the name that stands in bytes, in ASCII. */
  nameIn(productId: number, bytes: Buffer, from: number, to: number): number {
    const slot = productId % lastNames
    const number = this.#names.numberIn(bytes, from, to, this.#lastNames[slot])
    this.#lastNames[slot] = number
    return number
  }

  #lineAt(line: number): OrderLineState {
    const words = this.#blocks[line >>> blockBits]!
    const at = (line & inBlock) * wordsOfLine
    return {
      productId: words[at]!,
      name: this.#names.textOf(words[at + 3]!),
      quantity: words[at + 1]!,
      unitPrice: words[at + 2]!,
    }
  }

  #addLine(productId: number, quantity: number, unitPrice: number, name: number): void {
    const line = this.#count
    this.#count += 1
    if ((line & inBlock) === 0) this.#blocks.push(new Uint32Array((inBlock + 1) * wordsOfLine))
    const words = this.#blocks[line >>> blockBits]!
    const at = (line & inBlock) * wordsOfLine
    words[at] = productId
    words[at + 1] = quantity
    words[at + 2] = unitPrice
    words[at + 3] = name
  }
}
