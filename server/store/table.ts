import type { Table } from '../market/market.ts'

/** A Map and not an object, so that no key is special. */
export class DurableTable<Key, Value> implements Table<Key, Value> {
  readonly map: Map<Key, Value>
  constructor(map: Map<Key, Value>) {
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

/**
 * An overlay over a table: reads fall through, writes stay here until `merge`. Deletions are stored
 * separately and merged first, so that a key that was deleted and set again is last in the base, as it would
 * be without a draft.
 */
export class DraftTable<Key, Value> implements Table<Key, Value> {
  readonly #base: Table<Key, Value>
  readonly #changed = new Map<Key, Value>()
  readonly #deleted = new Set<Key>()
  constructor(base: Table<Key, Value>) {
    this.#base = base
  }
  get(key: Key): Value | undefined {
    // Looking a key up hashes it even if the map is empty, and most drafts change few tables.
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
