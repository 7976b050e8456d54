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
  /** Puts other items in the place of a key's; costs in proportion to them. */
  replace(key: Key, items: readonly Item[]): void
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
  replace(key: Key, items: readonly Item[]): void {
    if (items.length) this.map.set(key, [...items])
    else this.map.delete(key)
  }
  of(key: Key): readonly Item[] {
    return this.map.get(key) ?? none
  }
}

const none: readonly never[] = []

/**
 * An overlay over a table: reads fall through, writes stay here until `merge`. Deletions are kept apart and
 * merged first, so that a key which was deleted and set anew stands last in the base, as it would without a draft.
 */
export class DraftTable<Key, Value> implements Table<Key, Value> {
  readonly #base: Table<Key, Value>
  readonly #changed = new Map<Key, Value>()
  readonly #deleted = new Set<Key>()
  constructor(base: Table<Key, Value>) {
    this.#base = base
  }
  get(key: Key): Value | undefined {
    // A look-up in an empty map still hashes its key, and most drafts leave most tables as they are.
    const changed = this.#changed.size > 0 ? this.#changed.get(key) : undefined
    if (changed !== undefined) return changed
    return this.#deleted.size > 0 && this.#deleted.has(key) ? undefined : this.#base.get(key)
  }
  has(key: Key): boolean {
    return this.get(key) !== undefined
  }
  set(key: Key, value: Value): void {
    this.#changed.set(key, value)
  }
  delete(key: Key): void {
    this.#changed.delete(key)
    this.#deleted.add(key)
  }
  merge(): void {
    for (const key of this.#deleted) this.#base.delete(key)
    for (const [key, value] of this.#changed) this.#base.set(key, value)
  }
}

/** An overlay over a log. */
export class DraftLog<Key, Item> implements Log<Key, Item> {
  readonly #base: Log<Key, Item>
  readonly #replaced = new Map<Key, readonly Item[]>()
  /** What was appended, and to which keys, in the same places. */
  #keys: Key[] = []
  #items: Item[] = []
  constructor(base: Log<Key, Item>) {
    this.#base = base
  }
  append(key: Key, item: Item): void {
    this.#keys.push(key)
    this.#items.push(item)
  }
  replace(key: Key, items: readonly Item[]): void {
    const keys = this.#keys
    this.#items = this.#items.filter((_, index) => keys[index] !== key)
    this.#keys = keys.filter((one) => one !== key)
    this.#replaced.set(key, items)
  }
  of(key: Key): readonly Item[] {
    const before = this.#replaced.get(key) ?? this.#base.of(key)
    const appended = this.#items.filter((_, index) => this.#keys[index] === key)
    return appended.length ? [...before, ...appended] : before
  }
  merge(): void {
    for (const [key, items] of this.#replaced) this.#base.replace(key, items)
    for (let index = 0; index < this.#keys.length; index += 1)
      this.#base.append(this.#keys[index]!, this.#items[index]!)
  }
}
