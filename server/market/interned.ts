import { hashOfAscii, hashOfText, RowIndex } from './row-index.ts'

/** Makes what a market lives in: tests hand in containers that count what is read and written. */
export interface Containers {
  map<Key, Value>(): Map<Key, Value>
  list<Value>(): Value[]
}

export const plainContainers: Containers = { map: () => new Map(), list: () => [] }

const noBytes = Buffer.alloc(0)

/** Texts by number, each once: what many have in common takes four bytes in each of them. Nothing is ever removed. */
export class Interned {
  /** A Map would look at several of its texts to find one, wherever they are. */
  readonly #index = new RowIndex()
  readonly #texts: string[]
  #sought = ''
  #bytes: Buffer = noBytes
  #from = 0
  #to = 0
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
  /** The number of a text that stands in bytes, in ASCII, which it has from now on; `guess` is tried first. */
  numberIn(bytes: Buffer, from: number, to: number, guess = -1): number {
    this.#bytes = bytes
    this.#from = from
    this.#to = to
    const number = guess >= 0 && this.#isInBytes(guess) ? guess : this.#findInBytes()
    // The bytes would be kept for as long as the market.
    this.#bytes = noBytes
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
  #findInBytes(): number {
    const hash = hashOfAscii(this.#bytes, this.#from, this.#to)
    const known = this.#index.find(hash, this.#isInBytes)
    if (known >= 0) return known
    this.#lastText = this.#bytes.toString('latin1', this.#from, this.#to)
    this.#lastNumber = this.#texts.push(this.#lastText) - 1
    this.#index.add(hash, this.#lastNumber)
    return this.#lastNumber
  }
  readonly #isInBytes = (number: number): boolean => {
    const text = this.#texts[number]
    const from = this.#from
    if (text?.length !== this.#to - from) return false
    const bytes = this.#bytes
    for (let index = 0; index < text.length; index += 1)
      if (text.charCodeAt(index) !== bytes[from + index]) return false
    return true
  }
  readonly #isSought = (number: number): boolean => this.#texts[number] === this.#sought
}
