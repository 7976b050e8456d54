import type { Containers } from '../../../server/store/containers.ts'

/** Counts reads, changes and iterations of maps and of the arrays in them. */
export class Effort {
  steps = 0

  /** What `action` costs, in steps. */
  of(action: () => void): number {
    const before = this.steps
    action()
    return this.steps - before
  }

  /** Makes maps and lists which are counted here; hand it to `emptyMarket`. */
  readonly containers: Containers = {
    map: <Key, Value>() => new CountingMap<Key, Value>(this),
    list: <Value>() => countingArray<Value[]>([], this),
  }
}

/** A Map that counts each call, and each item that a walk visits. */
class CountingMap<Key, Value> extends Map<Key, Value> {
  readonly #effort: Effort
  constructor(effort: Effort) {
    super()
    this.#effort = effort
  }
  override get(key: Key): Value | undefined {
    this.#effort.steps += 1
    return super.get(key)
  }
  override has(key: Key): boolean {
    this.#effort.steps += 1
    return super.has(key)
  }
  override set(key: Key, value: Value): this {
    this.#effort.steps += 1
    return super.set(key, Array.isArray(value) ? countingArray(value, this.#effort) : value)
  }
  override delete(key: Key): boolean {
    this.#effort.steps += 1
    return super.delete(key)
  }
  override *entries(): MapIterator<[Key, Value]> {
    for (const entry of super.entries()) {
      this.#effort.steps += 1
      yield entry
    }
  }
  override *keys(): MapIterator<Key> {
    for (const [key] of this.entries()) yield key
  }
  override *values(): MapIterator<Value> {
    for (const [, value] of this.entries()) yield value
  }
  override [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.entries()
  }
  override forEach(visit: (value: Value, key: Key, map: Map<Key, Value>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this)
  }
}

/** An array that counts every read: iterating or copying it costs as many steps as it has items. */
const countingArray = <Items extends object>(items: Items, effort: Effort): Items =>
  new Proxy(items, {
    get(target, property) {
      effort.steps += 1
      return Reflect.get(target, property)
    },
    set(target, property, value) {
      effort.steps += 1
      return Reflect.set(target, property, Array.isArray(value) ? countingArray(value, effort) : value)
    },
  })
