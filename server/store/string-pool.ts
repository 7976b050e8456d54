import { type Containers, plainContainers } from './containers.ts'
import type { Hash } from './hash.ts'
import { HashIndex } from './hash-index.ts'

/** Strings by number, each stored once and never removed: a row that has one takes four bytes for it. */
export class StringPool {
  /** A Map would compare strings all over the heap to find one. */
  readonly #index = new HashIndex()
  readonly #hash: Hash
  readonly #texts: string[]
  #sought = ''
  /** The last look-up: callers mostly ask for the same string several times in a row. */
  #lastText = ''
  #lastNumber = -1

  constructor(hash: Hash, { list }: Containers = plainContainers) {
    this.#hash = hash
    this.#texts = list()
  }
  /** The number of a string; -1 if it has none. */
  find(text: string): number {
    if (text === this.#lastText) return this.#lastNumber
    return this.#find(this.#hash.ofText(text), text)
  }
  /** The number of a string, which is added if it is new. */
  numberOf(text: string): number {
    if (text === this.#lastText && this.#lastNumber >= 0) return this.#lastNumber
    const hash = this.#hash.ofText(text)
    const known = this.#find(hash, text)
    if (known >= 0) return known
    const number = this.#texts.push(text) - 1
    this.#index.add(hash, number)
    this.#lastNumber = number
    return number
  }
  textOf(number: number): string {
    return this.#texts[number]!
  }

  #find(hash: number, text: string): number {
    this.#sought = text
    this.#lastText = text
    this.#lastNumber = this.#index.find(hash, this.#isSought)
    return this.#lastNumber
  }
  readonly #isSought = (number: number): boolean => this.#texts[number] === this.#sought
}
