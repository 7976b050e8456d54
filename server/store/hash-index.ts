const shards = 64
/** The initial size of a shard; always a power of two. */
const slotsAtFirst = 16

/** A slot is two words: the hash, and the row plus one; 0 if it is free. */
const wordsOfSlot = 2

/**
 * Finds rows by the hash of their key: open addressing with linear probing, in flat memory that the garbage
 * collector does not scan. Sharded, because a table that doubles moves all its slots: 64 short pauses instead
 * of a long one. The caller computes hashes and compares keys.
 */
export class HashIndex {
  readonly #slots: Uint32Array[] = Array.from(
    { length: shards },
    () => new Uint32Array(slotsAtFirst * wordsOfSlot),
  )
  readonly #sizes = new Uint32Array(shards)

  /** The row with this hash for which `isSought` is true, or -1. */
  find(hash: number, isSought: (row: number) => boolean): number {
    const slots = this.#slots[shardOf(hash)]!
    const mask = slots.length - 1
    for (let at = (hash * wordsOfSlot) & mask; slots[at + 1] !== 0; at = (at + wordsOfSlot) & mask) {
      if (slots[at] !== hash) continue
      const row = slots[at + 1]! - 1
      if (isSought(row)) return row
    }
    return -1
  }

  /** Adds a row that is not in the index. */
  add(hash: number, row: number): void {
    const shard = shardOf(hash)
    const size = this.#sizes[shard]! + 1
    this.#sizes[shard] = size
    if (size * wordsOfSlot * 4 > this.#slots[shard]!.length * 3) this.#double(shard)
    put(this.#slots[shard]!, hash, row + 1)
  }

  /** Removes a row, if it is there. */
  delete(hash: number, row: number): void {
    const shard = shardOf(hash)
    const slots = this.#slots[shard]!
    const mask = slots.length - 1
    let at = (hash * wordsOfSlot) & mask
    for (; slots[at + 1] !== row + 1 || slots[at] !== hash; at = (at + wordsOfSlot) & mask)
      if (slots[at + 1] === 0) return
    this.#sizes[shard] = this.#sizes[shard]! - 1
    closeGap(slots, at)
  }

  /** All rows, in no particular order. */
  *rows(): Generator<number, void, undefined> {
    for (const slots of this.#slots)
      for (let at = 1; at < slots.length; at += wordsOfSlot) if (slots[at] !== 0) yield slots[at]! - 1
  }

  #double(shard: number): void {
    const before = this.#slots[shard]!
    const slots = new Uint32Array(before.length * 2)
    for (let at = 0; at < before.length; at += wordsOfSlot)
      if (before[at + 1] !== 0) put(slots, before[at]!, before[at + 1]!)
    this.#slots[shard] = slots
  }
}

/** The shard, by the upper bits; the lower bits choose the slot in it. */
const shardOf = (hash: number): number => hash >>> 26

function put(slots: Uint32Array, hash: number, value: number): void {
  const mask = slots.length - 1
  let at = (hash * wordsOfSlot) & mask
  while (slots[at + 1] !== 0) at = (at + wordsOfSlot) & mask
  slots[at] = hash
  slots[at + 1] = value
}

/** Frees a slot, and moves back entries that could not be found across it (Knuth, TAOCP 3, 6.4 R). */
function closeGap(slots: Uint32Array, gap: number): void {
  const mask = slots.length - 1
  let free = gap
  for (let at = (free + wordsOfSlot) & mask; slots[at + 1] !== 0; at = (at + wordsOfSlot) & mask) {
    const home = (slots[at]! * wordsOfSlot) & mask
    if (((at - home) & mask) < ((at - free) & mask)) continue
    slots[free] = slots[at]!
    slots[free + 1] = slots[at + 1]!
    free = at
  }
  slots[free + 1] = 0
}
