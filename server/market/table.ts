/**
 * The two containers that the market's state is made of. The durable ones hold everything; a draft lays an
 * overlay over them that copies only what a batch touches, and is merged after the append or dropped.
 */

/** One value a key. Values are never changed in place: a change sets a new one. */
export interface Table<Key, Value> {
  get(key: Key): Value | undefined
  has(key: Key): boolean
  set(key: Key, value: Value): void
  delete(key: Key): void
}

/** Items by key, in the order in which they came; appended to, never changed. */
export interface Log<Key, Item> {
  append(key: Key, item: Item): void
  /** All items of a key, oldest first. Not a copy where that can be helped: do not change it. */
  of(key: Key): readonly Item[]
}

/** A table that is the truth: a Map, never an object, so that no key is special. */
export class DurableTable<Key, Value> implements Table<Key, Value> {
  readonly map: Map<Key, Value>
  constructor(map: Map<Key, Value> = new Map()) {
    this.map = map
  }
  get(key: Key): Value | undefined {
    return this.map.get(key)
  }
  has(key: Key): boolean {
    return this.map.has(key)
  }
  set(key: Key, value: Value): void {
    this.map.set(key, value)
  }
  delete(key: Key): void {
    this.map.delete(key)
  }
}

/** A log that is the truth. */
export class DurableLog<Key, Item> implements Log<Key, Item> {
  readonly map: Map<Key, Item[]>
  constructor(map: Map<Key, Item[]> = new Map()) {
    this.map = map
  }
  append(key: Key, item: Item): void {
    const items = this.map.get(key)
    if (items) items.push(item)
    else this.map.set(key, [item])
  }
  of(key: Key): readonly Item[] {
    return this.map.get(key) ?? none
  }
}

const none: readonly never[] = []

/** What a draft's table answers where it deleted a key that the base still has. */
const deleted = Symbol('deleted')

/** An overlay over a table: reads fall through, writes stay here until `merge`. */
export class DraftTable<Key, Value> implements Table<Key, Value> {
  readonly #base: Table<Key, Value>
  readonly #changes = new Map<Key, Value | typeof deleted>()
  constructor(base: Table<Key, Value>) {
    this.#base = base
  }
  get(key: Key): Value | undefined {
    const change = this.#changes.get(key)
    if (change === undefined) return this.#base.get(key)
    return change === deleted ? undefined : (change as Value)
  }
  has(key: Key): boolean {
    const change = this.#changes.get(key)
    return change === undefined ? this.#base.has(key) : change !== deleted
  }
  set(key: Key, value: Value): void {
    this.#changes.set(key, value)
  }
  delete(key: Key): void {
    this.#changes.set(key, deleted)
  }
  merge(): void {
    for (const [key, change] of this.#changes) {
      if (change === deleted) this.#base.delete(key)
      else this.#base.set(key, change as Value)
    }
  }
}

/** An overlay over a log. */
export class DraftLog<Key, Item> implements Log<Key, Item> {
  readonly #base: Log<Key, Item>
  readonly #appended: { key: Key; item: Item }[] = []
  constructor(base: Log<Key, Item>) {
    this.#base = base
  }
  append(key: Key, item: Item): void {
    this.#appended.push({ key, item })
  }
  of(key: Key): readonly Item[] {
    const appended = this.#appended.filter((one) => one.key === key)
    return appended.length ? [...this.#base.of(key), ...appended.map((one) => one.item)] : this.#base.of(key)
  }
  merge(): void {
    for (const { key, item } of this.#appended) this.#base.append(key, item)
  }
}
