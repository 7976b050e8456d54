/**
 * A map with several values per key, for data in which nearly every key has one. A single value is stored
 * without a set: with tens of thousands of keys, the sets would take most of the memory.
 */
export class GroupMap<Key, Value extends object> {
  readonly #groups = new Map<Key, Value | Group<Value>>()

  add(key: Key, value: Value): void {
    const known = this.#groups.get(key)
    if (known === undefined) this.#groups.set(key, value)
    else if (known instanceof Group) known.values.add(value)
    else if (known !== value) this.#groups.set(key, new Group([known, value]))
  }

  delete(key: Key, value: Value): void {
    const known = this.#groups.get(key)
    if (known instanceof Group) known.values.delete(value)
    if (known === value || (known instanceof Group && known.values.size === 0)) this.#groups.delete(key)
  }

  /** The values of a key, in order of insertion. */
  of(key: Key): Iterable<Value> {
    const known = this.#groups.get(key)
    if (known === undefined) return []
    return known instanceof Group ? known.values : [known]
  }

  get size(): number {
    return this.#groups.size
  }
}

class Group<Value> {
  readonly values: Set<Value>

  constructor(values: Iterable<Value>) {
    this.values = new Set(values)
  }
}
