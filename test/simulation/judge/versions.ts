/** All values over time, each with the seq at which it begins. */
export class Versions<Value> {
  readonly #seqs: number[] = []
  readonly #values: Value[] = []

  get last(): Value | undefined {
    return this.#values.at(-1)
  }

  set(seq: number, value: Value): void {
    if (this.#seqs.at(-1) === seq) this.#values[this.#values.length - 1] = value
    else {
      this.#seqs.push(seq)
      this.#values.push(value)
    }
  }

  /** The value as of `seq`; undefined before the first. */
  at(seq: number): Value | undefined {
    return this.#values[this.#indexAt(seq)]
  }

  /** Whether the predicate holds at any seq of the range (inclusive). Before the first value it gets undefined. */
  some(from: number, to: number, isSo: (value: Value | undefined) => boolean): boolean {
    for (let index = this.#indexAt(from); index < this.#seqs.length; index += 1) {
      if (index >= 0 && this.#seqs[index]! > to) return false
      if (isSo(this.#values[index])) return true
    }
    return this.#seqs.length === 0 && isSo(undefined)
  }

  /** -1 before the first. */
  #indexAt(seq: number): number {
    let [low, high] = [0, this.#seqs.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#seqs[middle]! <= seq) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** The values of each key over time; none before it is first set. */
export function versionsIn<Key, Value>(all: Map<Key, Versions<Value>>, key: Key): Versions<Value> {
  let versions = all.get(key)
  if (!versions) {
    versions = new Versions()
    all.set(key, versions)
  }
  return versions
}
