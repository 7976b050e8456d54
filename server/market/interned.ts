/** Makes what a market lives in: tests hand in containers that count what is read and written. */
export interface Containers {
  map<Key, Value>(): Map<Key, Value>
  list<Value>(): Value[]
}

export const plainContainers: Containers = { map: () => new Map(), list: () => [] }

/** Texts by number, each once: what many have in common takes four bytes in each of them. Nothing is ever removed. */
export class Interned {
  readonly #numbers: Map<string, number>
  readonly #texts: string[]
  /** Looked up last: who looks for one mostly does so several times. */
  #lastText = ''
  #lastNumber = -1

  constructor({ map, list }: Containers = plainContainers) {
    this.#numbers = map()
    this.#texts = list()
  }
  /** The number of a text, -1 for a new one. */
  find(text: string): number {
    if (text === this.#lastText) return this.#lastNumber
    const number = this.#numbers.get(text) ?? -1
    this.#lastText = text
    this.#lastNumber = number
    return number
  }
  /** The number of a text, which it has from now on. */
  numberOf(text: string): number {
    const known = this.find(text)
    if (known >= 0) return known
    const number = this.#texts.push(text) - 1
    this.#numbers.set(text, number)
    this.#lastNumber = number
    return number
  }
  textOf(number: number): string {
    return this.#texts[number]!
  }
}
