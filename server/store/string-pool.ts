import { type Containers, plainContainers } from './containers.ts'
import { HashIndex, hashOfText } from './hash-index.ts'

/** Texts by number, each once: what many have in common takes four bytes in each of them. Nothing is ever removed. */
export class StringPool {
  /** A Map would look at several of its texts to find one, wherever they are. */
  readonly #index = new HashIndex()
  readonly #texts: string[]
  #sought = ''
  /** Looked up last: who looks for one mostly does so several times. */
  #lastText = ''
  #lastNumber = -1

  constructor({ list }: Containers = plainContainers) {
    this.#texts = list()
  }
  /** The number of a text, -1 for a new one. */
  find(text: string): number {
    if (text === this.#lastText) return this.#lastNumber
    return this.#find(hashOfText(text), text)
  }
  /** The number of a text, which it has from now on. */
  numberOf(text: string): number {
    if (text === this.#lastText && this.#lastNumber >= 0) return this.#lastNumber
    const hash = hashOfText(text)
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
