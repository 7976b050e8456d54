import { isOpen } from '../../shared/catalog/order-states.ts'
import type { OrderState } from '../market/order.ts'
import { pickupKey } from '../market/pickup-code.ts'
import type { Containers } from './containers.ts'
import { HashIndex } from './hash-index.ts'
import { fitsRow, OrderTable, type Sale } from './order-table.ts'
import type { StringPool } from './string-pool.ts'

/** The orders, by id. An order is never removed; a change of one sets it anew. */
export interface Orders {
  get(id: string): OrderState | undefined
  has(id: string): boolean
  set(id: string, order: OrderState): void
  /** Sets several; the map may be kept, and must not change any more. */
  setAll(orders: ReadonlyMap<string, OrderState>): void
}

/** How many of the newest ids are at hand as texts. */
const newestMax = 2_048

/**
 * The orders that are the truth: rows of numbers, an index over their ids, and objects only where somebody reads one.
 * An order's row is its place in the order of adding, from 0 on, and stays: other lists name orders by it.
 */
export class DurableOrders implements Orders {
  readonly #buyers: StringPool
  readonly #rows: OrderTable
  readonly #index = new HashIndex()
  /** Orders that fit no row, as a market may hold that another program made; by row and by id. */
  readonly #loose: Map<number, OrderState>
  readonly #looseRows: Map<string, number>
  /** What was merged last, as it came: it is read next, to be told of and answered. */
  #fresh: ReadonlyMap<string, OrderState> = new Map()
  /** The newest ids from a row on: lists take the same few rows one after the other. */
  #newest: string[] = []
  #newestFrom = 0
  #near = 0
  /** Found last: who changes an order asks for it several times. */
  #foundId = ''
  #foundRow = -1

  constructor(buyers: StringPool, containers: Containers) {
    this.#buyers = buyers
    this.#rows = new OrderTable(buyers, containers)
    this.#loose = containers.map()
    this.#looseRows = containers.map()
  }

  get size(): number {
    return this.#rows.size
  }

  get(id: string): OrderState | undefined {
    const fresh = this.#fresh.size > 0 ? this.#fresh.get(id) : undefined
    if (fresh !== undefined) return fresh
    const row = this.#find(id)
    return row < 0 ? undefined : (this.#looseAt(row) ?? this.#rows.read(row, id))
  }

  has(id: string): boolean {
    return this.#find(id) >= 0
  }

  /** Did this buyer ever order? */
  hasBuyer(buyerId: string): boolean {
    return this.#buyers.find(buyerId) >= 0
  }

  set(id: string, order: OrderState): void {
    if (this.#fresh.size > 0) this.#fresh = new Map()
    this.#put(id, order)
  }

  setAll(orders: ReadonlyMap<string, OrderState>): void {
    if (orders.size === 0) return
    for (const [id, order] of orders) this.#put(id, order)
    this.#fresh = orders
  }

  /** The order of a row. */
  at(row: number): OrderState {
    return this.#looseAt(row) ?? this.#rows.read(row)
  }

  saleAt(row: number): Sale {
    return this.#looseAt(row) ?? this.#rows.readSale(row)
  }

  /** The seq of its placing. */
  seqAt(row: number): number {
    return this.#looseAt(row)?.seq ?? this.#rows.seqOf(row)
  }

  /** The seq of its last change. */
  changedSeqAt(row: number): number {
    return this.#looseAt(row)?.changedSeq ?? this.#rows.changedSeqOf(row)
  }

  shopIdAt(row: number): number {
    return this.#looseAt(row)?.shopId ?? this.#rows.shopIdOf(row)
  }

  /** The buyer's number. */
  buyerAt(row: number): number {
    const loose = this.#looseAt(row)
    return loose ? this.#buyers.numberOf(loose.buyerId) : this.#rows.buyerOf(row)
  }

  idAt(row: number): string {
    return this.#looseAt(row)?.id ?? this.#rows.idOf(row)
  }

  /** When a row's order expires if nobody collects it; null for never. */
  collectByAt(row: number): number | null {
    const loose = this.#looseAt(row)
    return loose ? loose.collectBy : this.#rows.collectByOf(row)
  }

  /** What the pickup code of a row's order is found by. */
  pickupKeyAt(row: number): number {
    const loose = this.#looseAt(row)
    return loose ? pickupKey(loose.shopId, loose.pickupCode) : this.#rows.pickupKeyOf(row)
  }

  /** The row of an order, which must be there. */
  rowOf(id: string): number {
    const newest = this.#newest
    if (newest[this.#near] === id) return this.#newestFrom + this.#near
    if (newest[this.#near + 1] === id) {
      this.#near += 1
      return this.#newestFrom + this.#near
    }
    const row = this.#find(id)
    if (row < 0) throw new Error(`order ${id} is not there`)
    if (row >= this.#newestFrom) this.#near = row - this.#newestFrom
    return row
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

  #looseAt(row: number): OrderState | undefined {
    return this.#loose.size > 0 ? this.#loose.get(row) : undefined
  }

  #find(id: string): number {
    if (id === this.#foundId) return this.#foundRow
    const hash = this.#rows.seek(id)
    const known = hash < 0 ? -1 : this.#index.find(hash, this.#rows.hasSoughtId)
    const row = known >= 0 || this.#looseRows.size === 0 ? known : (this.#looseRows.get(id) ?? -1)
    if (row >= 0) {
      this.#foundId = id
      this.#foundRow = row
    }
    return row
  }

  #put(id: string, order: OrderState): void {
    // Other versions of it may have fitted no row.
    if (id === this.#foundId && this.#loose.size === 0 && fitsRow(order))
      return this.#rows.write(this.#foundRow, order)
    const hash = this.#rows.seek(id)
    const known = hash < 0 ? -1 : this.#index.find(hash, this.#rows.hasSoughtId)
    if (hash < 0 || !fitsRow(order)) return this.#putLoose(id, order, known)
    if (this.#loose.size > 0) {
      const loose = this.#looseRows.get(id)
      if (loose !== undefined) return void this.#loose.set(loose, order)
      this.#loose.delete(known)
    }
    if (known >= 0) return this.#rows.write(known, order)
    const row = this.#rows.add(order)
    this.#index.add(hash, row)
    this.#note(id, row)
  }

  #putLoose(id: string, order: OrderState, known: number): void {
    const row = known < 0 ? (this.#looseRows.get(id) ?? -1) : known
    if (row >= 0) return void this.#loose.set(row, order)
    const added = this.#rows.addEmpty()
    this.#loose.set(added, order)
    this.#looseRows.set(id, added)
    this.#note(id, added)
  }

  #note(id: string, row: number): void {
    if (this.#newest.length === newestMax || this.#newest.length === 0) {
      this.#newest = []
      this.#newestFrom = row
    }
    this.#near = this.#newest.push(id) - 1
  }
}

/** An overlay over the orders. */
export class DraftOrders implements Orders {
  readonly #base: Orders
  readonly #changed = new Map<string, OrderState>()
  constructor(base: Orders) {
    this.#base = base
  }
  get(id: string): OrderState | undefined {
    // A look-up in an empty map still hashes its key.
    const changed = this.#changed.size > 0 ? this.#changed.get(id) : undefined
    return changed ?? this.#base.get(id)
  }
  has(id: string): boolean {
    return this.get(id) !== undefined
  }
  set(id: string, order: OrderState): void {
    this.#changed.set(id, order)
  }
  setAll(orders: ReadonlyMap<string, OrderState>): void {
    for (const [id, order] of orders) this.#changed.set(id, order)
  }
  merge(): void {
    this.#base.setAll(this.#changed)
  }
}
