import type { OrderChange, OrderChanges, OrderLog } from '../market/market.ts'

/** A view of alternating seqs and rows. An object per change would slow garbage collection for ever. */
export class ChangeList implements OrderChanges {
  readonly #list: readonly number[]
  constructor(list: readonly number[]) {
    this.#list = list
  }
  get length(): number {
    return this.#list.length / 2
  }
  seqAt(index: number): number {
    return this.#list[2 * index]!
  }
  rowAt(index: number): number {
    return this.#list[2 * index + 1]!
  }
  *[Symbol.iterator](): Generator<OrderChange, void, undefined> {
    for (let index = 0; index < this.length; index += 1)
      yield { seq: this.seqAt(index), row: this.rowAt(index) }
  }
}

const listOf = (changes: readonly OrderChange[]): number[] => changes.flatMap(({ seq, row }) => [seq, row])

export class DurableOrderLog<Key> implements OrderLog<Key> {
  readonly #lists: Map<Key, number[]>
  constructor(lists: Map<Key, number[]>) {
    this.#lists = lists
  }
  append(key: Key, seq: number, row: number): void {
    const list = this.#lists.get(key)
    if (list) list.push(seq, row)
    else this.#lists.set(key, [seq, row])
  }
  replace(key: Key, changes: readonly OrderChange[]): void {
    if (changes.length) this.#lists.set(key, listOf(changes))
    else this.#lists.delete(key)
  }
  of(key: Key): ChangeList {
    return new ChangeList(this.#lists.get(key) ?? [])
  }
  /** All keys with changes. */
  *[Symbol.iterator](): Generator<[Key, ChangeList], void, undefined> {
    for (const [key, list] of this.#lists) yield [key, new ChangeList(list)]
  }
}

export class DraftOrderLog<Key> implements OrderLog<Key> {
  readonly #base: OrderLog<Key>
  readonly #replaced = new Map<Key, readonly OrderChange[]>()
  /** Parallel lists: keys, seqs and rows of what was appended. */
  #keys: Key[] = []
  #seqs: number[] = []
  #rows: number[] = []
  constructor(base: OrderLog<Key>) {
    this.#base = base
  }
  append(key: Key, seq: number, row: number): void {
    this.#keys.push(key)
    this.#seqs.push(seq)
    this.#rows.push(row)
  }
  replace(key: Key, changes: readonly OrderChange[]): void {
    const keys = this.#keys
    this.#seqs = this.#seqs.filter((_, index) => keys[index] !== key)
    this.#rows = this.#rows.filter((_, index) => keys[index] !== key)
    this.#keys = keys.filter((one) => one !== key)
    this.#replaced.set(key, changes)
  }
  of(key: Key): OrderChanges {
    const list = listOf([...(this.#replaced.get(key) ?? this.#base.of(key))])
    for (let index = 0; index < this.#keys.length; index += 1)
      if (this.#keys[index] === key) list.push(this.#seqs[index]!, this.#rows[index]!)
    return new ChangeList(list)
  }
  merge(): void {
    for (const [key, changes] of this.#replaced) this.#base.replace(key, changes)
    for (let index = 0; index < this.#keys.length; index += 1)
      this.#base.append(this.#keys[index]!, this.#seqs[index]!, this.#rows[index]!)
  }
}
