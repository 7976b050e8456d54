import { holdsStock, isOpen } from '../../shared/catalog/order-states.ts'
import { pickupCodeNumber } from '../../shared/pickup-code.ts'
import { openOrders } from '../market/market.ts'
import type { OrderState } from '../market/order.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { seqsOf } from './order-exceptions.ts'
import type { MovementPart, OrderException } from './snapshot-form.ts'

/** Which lists a change is in: a sum of these. Packed with the order's row into one number. */
const ofShop = 1
const ofBuyer = 2
const ofLists = 4

/**
 * Restores orders into a market, part by part and in order, and everything derived from them except movements. A start
 * spends most of its time here, and a snapshot much of it, so this allocates nothing that the market does not keep.
 */
export class OrderRestoring {
  readonly #market: DurableMarket
  #excepted: ReadonlyMap<string, OrderException> = new Map()
  /** Rows that are listed elsewhere than their orders say, ascending. */
  readonly #exceptedRows: number[] = []
  /** Listings other than placings, in the order of the orders: their seqs, and at the same indexes what changed. */
  readonly #seqs: number[] = []
  readonly #changes: number[] = []

  constructor(market: DurableMarket) {
    this.#market = market
  }

  exceptions(exceptions: readonly OrderException[]): void {
    this.#excepted = new Map(exceptions.map((exception) => [exception.orderId, exception]))
  }

  orders(orders: readonly OrderState[]): void {
    for (const order of orders) {
      const row = this.#market.orders.add(order)
      deriveFrom(this.#market, order, row)
      this.#noteChanges(row, order, this.#excepted.size === 0 ? undefined : this.#excepted.get(order.id))
    }
  }

  /** After the last part: builds the lists, in the order of the journal. */
  finish(): void {
    const { orders } = this.#market
    const seqs = this.#seqs
    const changes = Uint32Array.from(seqs.keys()).sort((a, b) => seqs[a]! - seqs[b]!)
    let next = 0
    const listChangesBefore = (seq: number): void => {
      for (; next < changes.length && seqs[changes[next]!]! < seq; next += 1) this.#listChange(changes[next]!)
    }
    let nextExcepted = 0
    for (let row = 0; row < orders.size; row += 1) {
      const seq = orders.seqAt(row)
      listChangesBefore(seq)
      if (this.#exceptedRows[nextExcepted] === row) nextExcepted += 1
      else this.#list(row, seq, ofShop + ofBuyer)
    }
    listChangesBefore(Number.POSITIVE_INFINITY)
  }

  #listChange(at: number): void {
    const change = this.#changes[at]!
    this.#list(Math.floor(change / ofLists), this.#seqs[at]!, change % ofLists)
  }

  #list(row: number, seq: number, lists: number): void {
    const { orders, ordersOfShop, ordersOfBuyer } = this.#market
    if (lists !== ofBuyer) ordersOfShop.append(orders.shopIdAt(row), seq, row)
    if (lists !== ofShop) ordersOfBuyer.appendNumbered(orders.buyerNumberAt(row), seq, row)
  }

  /** Unless a sign-in moved it, an order is listed when it was placed, and at its one change. */
  #noteChanges(row: number, order: Changed, exception: OrderException | undefined): void {
    if (exception !== undefined) this.#noteExcepted(row, order, exception)
    else if (order.changedSeq !== order.seq) this.#note(row, order.changedSeq, ofShop + ofBuyer)
  }

  #noteExcepted(row: number, order: Changed, exception: OrderException): void {
    const { inShopList = seqsOf(order), inBuyerList = seqsOf(order), placedBy, orderId } = exception
    this.#exceptedRows.push(row)
    for (const seq of inShopList) this.#note(row, seq, ofShop)
    for (const seq of inBuyerList) this.#note(row, seq, ofBuyer)
    if (placedBy !== undefined) this.#market.placedBy.set(orderId, placedBy)
  }

  #note(row: number, seq: number, lists: number): void {
    this.#seqs.push(seq)
    this.#changes.push(row * ofLists + lists)
  }
}

type Changed = Pick<OrderState, 'seq' | 'changedSeq'>

/** Pickup codes, and who has how many of what. */
function deriveFrom(market: DurableMarket, order: OrderState, row: number): void {
  if (isOpen(order)) {
    market.pickupCodes.add(order.shopId, pickupCodeNumber(order.pickupCode), row)
    market.unitsHeld.add(order.buyerId, openOrders(order.shopId), 1)
  }
  if (!holdsStock(order)) return
  for (const { productId, quantity } of order.lines) market.unitsHeld.add(order.buyerId, productId, quantity)
}

/**
 * Restores the products' ledgers: sales are derived from the orders, all other movements are in parts of their own; both
 * are in the order of the journal.
 */
export class LedgerRestoring {
  readonly #market: DurableMarket
  readonly #others: MovementPart['movements']
  #next = 0

  /** `others` are all movements but sales. */
  constructor(market: DurableMarket, others: MovementPart['movements']) {
    this.#market = market
    this.#others = others
  }

  /** Adds the sales of the next orders, which the market contains from `firstRow` on. */
  add(orders: readonly OrderState[], firstRow: number): void {
    const { movements } = this.#market
    let row = firstRow
    for (const { seq, lines } of orders) {
      this.#addOthersBefore(seq)
      for (const { productId, quantity } of lines)
        movements.append(productId, row, movements.lastStock(productId) - quantity)
      row += 1
    }
  }

  /** After the last order. Throws when a ledger does not end with its product's stock. */
  finish(): void {
    const { movements, products } = this.#market
    this.#addOthersBefore(Number.POSITIVE_INFINITY)
    for (const { id, stock } of products.map.values()) {
      const last = movements.lastStock(id)
      if (last !== stock)
        throw new Error(`the ledger of product ${id} ends with ${last}, and its stock is ${stock}`)
    }
  }

  #addOthersBefore(seq: number): void {
    const { movements, products } = this.#market
    for (; this.#next < this.#others.length && this.#others[this.#next]![1].seq < seq; this.#next += 1) {
      const [productId, movement] = this.#others[this.#next]!
      // Parts are not rewritten: they may contain movements of products that were forgotten since.
      if (products.has(productId)) movements.append(productId, movement, movement.stock)
    }
  }
}
