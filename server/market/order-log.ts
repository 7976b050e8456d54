import type { Entries } from './sharded-map.ts'

/** An order's change: it stands in the logs of its buyer and its shop; stale once the order changed again. */
export interface OrderChange {
  readonly seq: number
  readonly orderId: string
}

/** How a log is kept: seq and order's id by turns, since an object for each change would be a burden for years. */
type Flat = (number | string)[]

/** Orders' changes by key, in the order in which they came; appended to, never changed. */
export interface OrderLog<Key> {
  append(key: Key, seq: number, orderId: string): void
  /** Puts other changes in the place of a key's; costs in proportion to them. */
  replace(key: Key, changes: readonly OrderChange[]): void
  /** All changes of a key, oldest first; not a copy where that can be helped. */
  of(key: Key): OrderChanges
}

/** A list of changes, oldest first: a view, which grows with the log. */
export class OrderChanges {
  readonly #flat: Readonly<Flat>
  constructor(flat: Readonly<Flat>) {
    this.#flat = flat
  }
  get length(): number {
    return this.#flat.length / 2
  }
  seqAt(index: number): number {
    return this.#flat[2 * index] as number
  }
  orderIdAt(index: number): string {
    return this.#flat[2 * index + 1] as string
  }
  *[Symbol.iterator](): Generator<OrderChange, void, undefined> {
    for (let index = 0; index < this.length; index += 1)
      yield { seq: this.seqAt(index), orderId: this.orderIdAt(index) }
  }
}

const flatOf = (changes: readonly OrderChange[]): Flat =>
  changes.flatMap(({ seq, orderId }) => [seq, orderId])

/** A log that is the truth. */
export class DurableOrderLog<Key> implements OrderLog<Key> {
  readonly map: Entries<Key, Flat>
  constructor(map: Entries<Key, Flat>) {
    this.map = map
  }
  append(key: Key, seq: number, orderId: string): void {
    const flat = this.map.get(key)
    if (flat) flat.push(seq, orderId)
    else this.map.set(key, [seq, orderId])
  }
  replace(key: Key, changes: readonly OrderChange[]): void {
    if (changes.length) this.map.set(key, flatOf(changes))
    else this.map.delete(key)
  }
  of(key: Key): OrderChanges {
    return new OrderChanges(this.map.get(key) ?? [])
  }
}

/** An overlay over a log. */
export class DraftOrderLog<Key> implements OrderLog<Key> {
  readonly #base: OrderLog<Key>
  readonly #replaced = new Map<Key, readonly OrderChange[]>()
  /** What was appended, and to which keys, in the same places. */
  #keys: Key[] = []
  #seqs: number[] = []
  #orderIds: string[] = []
  constructor(base: OrderLog<Key>) {
    this.#base = base
  }
  append(key: Key, seq: number, orderId: string): void {
    this.#keys.push(key)
    this.#seqs.push(seq)
    this.#orderIds.push(orderId)
  }
  replace(key: Key, changes: readonly OrderChange[]): void {
    const keys = this.#keys
    this.#seqs = this.#seqs.filter((_, index) => keys[index] !== key)
    this.#orderIds = this.#orderIds.filter((_, index) => keys[index] !== key)
    this.#keys = keys.filter((one) => one !== key)
    this.#replaced.set(key, changes)
  }
  of(key: Key): OrderChanges {
    const before = this.#replaced.get(key) ?? [...this.#base.of(key)]
    const flat = flatOf(before)
    for (let index = 0; index < this.#keys.length; index += 1)
      if (this.#keys[index] === key) flat.push(this.#seqs[index]!, this.#orderIds[index]!)
    return new OrderChanges(flat)
  }
  merge(): void {
    for (const [key, changes] of this.#replaced) this.#base.replace(key, changes)
    for (let index = 0; index < this.#keys.length; index += 1)
      this.#base.append(this.#keys[index]!, this.#seqs[index]!, this.#orderIds[index]!)
  }
}
