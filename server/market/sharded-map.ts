/** What a table needs of a Map. */
export interface Entries<Key, Value> {
  readonly size: number
  get(key: Key): Value | undefined
  has(key: Key): boolean
  set(key: Key, value: Value): unknown
  delete(key: Key): unknown
  keys(): Iterable<Key>
  values(): Iterable<Value>
  [Symbol.iterator](): Iterator<[Key, Value]>
}

/** Few, since each one that grows has its own places in memory: measured, 32 made a start a third slower. */
const shards = 8
const slots = 4_096

/**
 * The shard of each slot. They are of uneven size, up to one to two, so that they fill up one after the other: of
 * even ones all would double at nearly the same moment.
 */
const shardOfSlot = Uint8Array.from({ length: slots }, (_, slot) =>
  Math.floor(Math.log2(1 + slot / slots) * shards),
)

/**
 * A map of millions, in shards: a Map that doubles looks at each key that it has, which stops the market for 60 ms at
 * 131,072 of them, and for longer at more; one of these has an eighth of that to look at. Who picks ids that fall into
 * one shard has a Map that is as slow as if it were the only one. Walks are in the order of the shards, within one in
 * that of insertion.
 */
export class ShardedMap<Key, Value> implements Entries<Key, Value> {
  readonly #slotOf: (key: Key) => number
  readonly #shards: readonly Map<Key, Value>[]

  /** `slotOf` spreads keys evenly over the numbers from 0 to 4,095: {@link slotOfText}, {@link slotOfNumber}. */
  constructor(slotOf: (key: Key) => number, newMap: () => Map<Key, Value> = () => new Map()) {
    this.#slotOf = slotOf
    this.#shards = Array.from({ length: shards }, newMap)
  }
  get size(): number {
    return this.#shards.reduce((size, shard) => size + shard.size, 0)
  }
  get(key: Key): Value | undefined {
    return this.#of(key).get(key)
  }
  has(key: Key): boolean {
    return this.#of(key).has(key)
  }
  set(key: Key, value: Value): void {
    this.#of(key).set(key, value)
  }
  delete(key: Key): void {
    this.#of(key).delete(key)
  }
  *keys(): Generator<Key, void, undefined> {
    for (const shard of this.#shards) yield* shard.keys()
  }
  *values(): Generator<Value, void, undefined> {
    for (const shard of this.#shards) yield* shard.values()
  }
  *[Symbol.iterator](): Generator<[Key, Value], void, undefined> {
    for (const shard of this.#shards) yield* shard
  }
  #of(key: Key): Map<Key, Value> {
    return this.#shards[shardOfSlot[this.#slotOf(key)]!]!
  }
}

/** By every third letter: which of a uuid's are random differs by who makes it. */
export function slotOfText(text: string): number {
  let hash = text.length
  for (let index = text.length - 1; index >= 0; index -= 3) {
    hash = Math.imul(hash ^ text.charCodeAt(index), goldenRatio)
    hash ^= hash >>> 15
  }
  return Math.imul(hash, goldenRatio) >>> 20
}

export const slotOfNumber = (number: number): number => Math.imul(number, goldenRatio) >>> 20

/** Of 2^32: what it is multiplied with is spread over the upper bits. */
const goldenRatio = 0x9e3779b1
