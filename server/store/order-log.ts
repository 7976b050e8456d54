import type { DurableOrders } from './orders-by-id.ts'

/** An order's change: it stands in the logs of its buyer and its shop; stale once the order changed again. */
export interface OrderChange {
  readonly seq: number
  readonly orderId: string
}

/** Orders' changes by key, in the order in which they came; appended to, never changed. */
export interface OrderLog<Key> {
  append(key: Key, seq: number, orderId: string): void
  /** Puts other changes in the place of a key's; costs in proportion to them. */
  replace(key: Key, changes: readonly OrderChange[]): void
  /** All changes of a key, oldest first; not a copy where that can be helped. */
  of(key: Key): OrderChanges
}

/** A list of changes, oldest first. */
export interface OrderChanges extends Iterable<OrderChange> {
  readonly length: number
  seqAt(index: number): number
  orderIdAt(index: number): string
}

/** How the truth is kept: seq and order's row by turns, since an object for each change would be a burden for years. */
type Flat = number[]

/** A view of a list that is the truth: it grows with it. */
export class DurableOrderChanges implements OrderChanges {
  readonly #flat: Readonly<Flat>
  readonly #orders: DurableOrders
  constructor(flat: Readonly<Flat>, orders: DurableOrders) {
    this.#flat = flat
    this.#orders = orders
  }
  get length(): number {
    return this.#flat.length / 2
  }
  seqAt(index: number): number {
    return this.#flat[2 * index]!
  }
  rowAt(index: number): number {
    return this.#flat[2 * index + 1]!
  }
  orderIdAt(index: number): string {
    return this.#orders.idAt(this.rowAt(index))
  }
  *[Symbol.iterator](): Generator<OrderChange, void, undefined> {
    for (let index = 0; index < this.length; index += 1)
      yield { seq: this.seqAt(index), orderId: this.orderIdAt(index) }
  }
}

/** A log that is the truth. */
export class DurableOrderLog<Key> implements OrderLog<Key> {
  readonly map: Map<Key, Flat>
  readonly #orders: DurableOrders
  constructor(map: Map<Key, Flat>, orders: DurableOrders) {
    this.map = map
    this.#orders = orders
  }
  append(key: Key, seq: number, orderId: string): void {
    this.appendRow(key, seq, this.#orders.rowOf(orderId))
  }
  appendRow(key: Key, seq: number, row: number): void {
    const flat = this.map.get(key)
    if (flat) flat.push(seq, row)
    else this.map.set(key, [seq, row])
  }
  replace(key: Key, changes: readonly OrderChange[]): void {
    const flat = changes.flatMap(({ seq, orderId }) => [seq, this.#orders.rowOf(orderId)])
    if (flat.length) this.map.set(key, flat)
    else this.map.delete(key)
  }
  of(key: Key): DurableOrderChanges {
    return new DurableOrderChanges(this.map.get(key) ?? [], this.#orders)
  }
  /** All keys that have changes, with what {@link of} tells of them. */
  *[Symbol.iterator](): Generator<[Key, DurableOrderChanges], void, undefined> {
    for (const key of this.map.keys()) yield [key, this.of(key)]
  }
}

/** A list of changes that a draft made. */
class DraftOrderChanges implements OrderChanges {
  readonly #changes: readonly OrderChange[]
  constructor(changes: readonly OrderChange[]) {
    this.#changes = changes
  }
  get length(): number {
    return this.#changes.length
  }
  seqAt(index: number): number {
    return this.#changes[index]!.seq
  }
  orderIdAt(index: number): string {
    return this.#changes[index]!.orderId
  }
  [Symbol.iterator](): Iterator<OrderChange> {
    return this.#changes[Symbol.iterator]()
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
    const changes = [...(this.#replaced.get(key) ?? this.#base.of(key))]
    for (let index = 0; index < this.#keys.length; index += 1)
      if (this.#keys[index] === key)
        changes.push({ seq: this.#seqs[index]!, orderId: this.#orderIds[index]! })
    return new DraftOrderChanges(changes)
  }
  merge(): void {
    for (const [key, changes] of this.#replaced) this.#base.replace(key, changes)
    for (let index = 0; index < this.#keys.length; index += 1)
      this.#base.append(this.#keys[index]!, this.#seqs[index]!, this.#orderIds[index]!)
  }
}
