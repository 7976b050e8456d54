import { isOpen } from '../../shared/catalog/order-states.ts'
import { pickupCodeNumber } from '../../shared/pickup-code.ts'
import type { Orders } from '../market/market.ts'
import type { OrderState } from '../market/order.ts'
import type { Containers } from './containers.ts'
import type { Hash } from './hash.ts'
import { HashIndex } from './hash-index.ts'
import { fitsRow, OrderTable, pickupKey, type Sale } from './order-table.ts'
import type { StringPool } from './string-pool.ts'

/** The orders that a draft adds, in consecutive rows. */
class AddedOrders {
  readonly firstRow: number
  readonly orders: OrderState[] = []
  readonly #rows = new Map<string, number>()
  constructor(firstRow: number) {
    this.firstRow = firstRow
  }
  rowOf(id: string): number {
    // Looking a key up hashes it, even if the map is empty.
    return this.#rows.size === 0 ? -1 : (this.#rows.get(id) ?? -1)
  }
  at(row: number): OrderState | undefined {
    return this.#has(row) ? this.orders[row - this.firstRow] : undefined
  }
  add(order: OrderState): number {
    const row = this.firstRow + this.orders.length
    this.#rows.set(order.id, row)
    this.orders.push(order)
    return row
  }
  /** Replaces an order if it is one of these. */
  replace(row: number, order: OrderState): boolean {
    if (!this.#has(row)) return false
    this.orders[row - this.firstRow] = order
    return true
  }
  /** Arrays are slow to read outside of their bounds. */
  #has(row: number): boolean {
    return row >= this.firstRow && row < this.firstRow + this.orders.length
  }
}

/** Rows of numbers and an index over their ids; an order becomes an object only when somebody reads it. */
export class DurableOrders implements Orders {
  readonly #buyers: StringPool
  readonly #table: OrderTable
  readonly #index = new HashIndex()
  /** Orders that fit no row, as another program's journal may hold: by row, and rows by id. */
  readonly #loose: Map<number, OrderState>
  readonly #looseRows: Map<string, number>
  /** The last batch, still as objects: it is read next, to be broadcast and answered. */
  #latest = new AddedOrders(0)
  /** The last order found: callers mostly ask for the same one several times in a row. */
  #foundId: string | null = null
  #foundRow = -1

  constructor(buyers: StringPool, hash: Hash, containers: Containers) {
    this.#buyers = buyers
    this.#table = new OrderTable(buyers, hash, containers)
    this.#loose = containers.map()
    this.#looseRows = containers.map()
  }

  get size(): number {
    return this.#table.size
  }

  get(id: string): OrderState | undefined {
    const row = this.rowOf(id)
    return row < 0 ? undefined : (this.#objectAt(row) ?? this.#table.read(row, id))
  }

  rowOf(id: string): number {
    const latest = this.#latest.rowOf(id)
    if (latest >= 0) return latest
    if (id === this.#foundId) return this.#foundRow
    const row = this.#find(this.#table.seek(id), id)
    if (row >= 0) {
      this.#foundId = id
      this.#foundRow = row
    }
    return row
  }

  has(id: string): boolean {
    return this.rowOf(id) >= 0
  }

  at(row: number): OrderState {
    return this.#objectAt(row) ?? this.#table.read(row)
  }

  add(order: OrderState): number {
    const hash = this.#table.seek(order.id)
    if (this.#find(hash, order.id) >= 0) throw new Error(`order ${order.id} is there already`)
    const row = this.#table.add()
    if (hash < 0) this.#looseRows.set(order.id, row)
    else this.#index.add(hash, row)
    this.#write(row, order)
    return row
  }

  replace(row: number, order: OrderState): void {
    this.#latest.replace(row, order)
    this.#write(row, order)
  }

  /** Adds a draft's orders, whose first row is the next one. */
  addAll(added: AddedOrders): void {
    if (added.firstRow !== this.size) throw new Error('orders were added since the draft was made')
    for (const order of added.orders) this.add(order)
    this.#latest = added
  }

  /** Did this buyer ever order? */
  hasBuyer(buyerId: string): boolean {
    return this.#buyers.find(buyerId) >= 0
  }

  /** A part of an order that costs less to read than all of it. */
  saleAt(row: number): Sale {
    return this.#looseAt(row) ?? this.#table.readSale(row)
  }

  idAt(row: number): string {
    return this.#looseAt(row)?.id ?? this.#table.idOf(row)
  }

  shopIdAt(row: number): number {
    return this.#looseAt(row)?.shopId ?? this.#table.shopIdOf(row)
  }

  buyerIdAt(row: number): string {
    return this.#looseAt(row)?.buyerId ?? this.#table.buyerIdOf(row)
  }

  /** The buyer's number in the pool, which costs less than the id. */
  buyerNumberAt(row: number): number {
    const loose = this.#looseAt(row)
    return loose ? this.#buyers.numberOf(loose.buyerId) : this.#table.buyerNumberOf(row)
  }

  /** The seq of its placing. */
  seqAt(row: number): number {
    return this.#looseAt(row)?.seq ?? this.#table.seqOf(row)
  }

  /** The seq of its last change. */
  changedSeqAt(row: number): number {
    return this.#looseAt(row)?.changedSeq ?? this.#table.changedSeqOf(row)
  }

  /** When the order expires if nobody collects it; null for never. */
  collectByAt(row: number): number | null {
    const loose = this.#looseAt(row)
    return loose ? loose.collectBy : this.#table.collectByOf(row)
  }

  pickupKeyAt(row: number): number {
    const loose = this.#looseAt(row)
    return loose ? pickupKey(loose.shopId, pickupCodeNumber(loose.pickupCode)) : this.#table.pickupKeyOf(row)
  }

  /** Open orders that have a deadline, in no particular order. */
  *collectable(): Generator<{ id: string; collectBy: number }, void, undefined> {
    for (let row = 0; row < this.size; row += 1) {
      const collectBy = this.collectByAt(row)
      if (collectBy !== null && isOpen(this.saleAt(row))) yield { id: this.idAt(row), collectBy }
    }
  }

  /** In the order in which they were added. */
  *values(): Generator<OrderState, void, undefined> {
    for (let row = 0; row < this.size; row += 1) yield this.at(row)
  }

  *keys(): Generator<string, void, undefined> {
    for (let row = 0; row < this.size; row += 1) yield this.idAt(row)
  }

  #objectAt(row: number): OrderState | undefined {
    return this.#latest.at(row) ?? this.#looseAt(row)
  }

  #looseAt(row: number): OrderState | undefined {
    return this.#loose.size > 0 ? this.#loose.get(row) : undefined
  }

  /** `hash` is negative for an id that is not a UUID. */
  #find(hash: number, id: string): number {
    return hash < 0 ? (this.#looseRows.get(id) ?? -1) : this.#index.find(hash, this.#table.hasSoughtId)
  }

  #write(row: number, order: OrderState): void {
    const isLoose = !fitsRow(order) || (this.#looseRows.size > 0 && this.#looseRows.has(order.id))
    if (isLoose) return void this.#loose.set(row, order)
    if (this.#loose.size > 0) this.#loose.delete(row)
    this.#table.write(row, order)
  }
}

export class DraftOrders implements Orders {
  readonly #base: DurableOrders
  readonly #added: AddedOrders
  /** Orders of the base, by row. */
  readonly #replaced = new Map<number, OrderState>()
  constructor(base: DurableOrders) {
    this.#base = base
    this.#added = new AddedOrders(base.size)
  }
  get size(): number {
    return this.#added.firstRow + this.#added.orders.length
  }
  get(id: string): OrderState | undefined {
    const added = this.#added.rowOf(id)
    if (added >= 0) return this.#added.at(added)
    const replaced = this.#replaced.size > 0 ? this.#replaced.get(this.#base.rowOf(id)) : undefined
    return replaced ?? this.#base.get(id)
  }
  rowOf(id: string): number {
    const added = this.#added.rowOf(id)
    return added < 0 ? this.#base.rowOf(id) : added
  }
  at(row: number): OrderState {
    return this.#added.at(row) ?? this.#replaced.get(row) ?? this.#base.at(row)
  }
  add(order: OrderState): number {
    return this.#added.add(order)
  }
  replace(row: number, order: OrderState): void {
    if (!this.#added.replace(row, order)) this.#replaced.set(row, order)
  }
  merge(): void {
    this.#base.addAll(this.#added)
    for (const [row, order] of this.#replaced) this.#base.replace(row, order)
  }
}
