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

/** What a container of the market's needs of a Map. */
export interface Entries<Key, Value> {
  get(key: Key): Value | undefined
  set(key: Key, value: Value): unknown
  delete(key: Key): unknown
  values(): Iterable<Value>
  [Symbol.iterator](): Iterator<[Key, Value]>
}

/** A map whose keys are interned: several such maps over the same keys have one table, and one look-up, between them. */
export class InternedMap<Value> implements Entries<string, Value> {
  readonly #keys: Interned
  readonly #values: (Value | undefined)[]

  constructor(keys: Interned, { list }: Containers = plainContainers) {
    this.#keys = keys
    this.#values = list()
  }
  get(key: string): Value | undefined {
    const number = this.#keys.find(key)
    return number < 0 || number >= this.#values.length ? undefined : this.#values[number]
  }
  set(key: string, value: Value): void {
    const number = this.#keys.numberOf(key)
    while (this.#values.length < number) this.#values.push(undefined)
    this.#values[number] = value
  }
  delete(key: string): void {
    const number = this.#keys.find(key)
    if (number >= 0 && number < this.#values.length) this.#values[number] = undefined
  }
  *values(): Generator<Value, void, undefined> {
    for (const value of this.#values) if (value !== undefined) yield value
  }
  *[Symbol.iterator](): Generator<[string, Value], void, undefined> {
    for (const [number, value] of this.#values.entries())
      if (value !== undefined) yield [this.#keys.textOf(number), value]
  }
}
