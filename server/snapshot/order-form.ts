import type { DurableMarket, MovementState, OrderChange, OrderState } from '../market/state.ts'
import type { DurableLog } from '../market/table.ts'
import { deriveFrom } from './derived.ts'
import type { MovementPart, OrderException, OrderPart } from './snapshot-form.ts'

/**
 * Puts a part's orders into a market, and what follows from them save movements; parts come in order. Most of
 * a start's time is spent here, so it makes nothing that the market does not keep.
 */
export function restoreOrders(market: DurableMarket, part: OrderPart): void {
  const exceptions = new Map(part.exceptions.map((exception) => [exception.orderId, exception]))
  for (const order of part.orders) {
    market.orders.map.set(order.id, order)
    deriveFrom(market, order)
    const exception = exceptions.size === 0 ? undefined : exceptions.get(order.id)
    if (exception === undefined) listAsUsual(market, order)
    else listAsExcepted(market, order, exception)
  }
}

/** As long as no sign-in moved it, an order stands in lists at its placing, and at its one change. */
function listAsUsual(market: DurableMarket, { id, shopId, buyerId, seq, changedSeq }: OrderState): void {
  const placed = { seq, orderId: id }
  market.ordersOfShop.append(shopId, placed)
  market.ordersOfBuyer.append(buyerId, placed)
  if (changedSeq === seq) return
  const changed = { seq: changedSeq, orderId: id }
  market.ordersOfShop.append(shopId, changed)
  market.ordersOfBuyer.append(buyerId, changed)
}

function listAsExcepted(market: DurableMarket, order: OrderState, exception: OrderException): void {
  const { inShopList = seqsOf(order), inBuyerList = seqsOf(order) } = exception
  for (const seq of inShopList) market.ordersOfShop.append(order.shopId, { seq, orderId: order.id })
  for (const seq of inBuyerList) market.ordersOfBuyer.append(order.buyerId, { seq, orderId: order.id })
}

function seqsOf({ seq, changedSeq }: OrderState): number[] {
  return changedSeq === seq ? [seq] : [seq, changedSeq]
}

/** Puts the lists of orders into the order of the journal, after the last part. */
export function sortOrderLists(market: DurableMarket): void {
  for (const log of [market.ordersOfShop.map, market.ordersOfBuyer.map]) {
    for (const changes of log.values()) {
      if (!isSorted(changes)) changes.sort((one, other) => one.seq - other.seq)
    }
  }
}

function isSorted(changes: readonly OrderChange[]): boolean {
  for (let index = 1; index < changes.length; index++) {
    if (changes[index]!.seq < changes[index - 1]!.seq) return false
  }
  return true
}

/**
 * Puts the products' ledgers together again: sales follow from the orders, and all other movements are in
 * parts, both in the order of the journal. `placedBy` has the orders that somebody else placed than their
 * buyer now. Throws when a ledger does not end with its product's stock.
 */
export function restoreMovements(
  market: DurableMarket,
  placedBy: ReadonlyMap<string, string>,
  parts: readonly MovementPart[],
): void {
  const stocks = new Map<number, number>()
  const add = (productId: number, movement: MovementState): void => {
    stocks.set(productId, movement.stock)
    market.movements.append(productId, movement)
  }
  const others = parts.flatMap((part) => part.movements)
  let next = 0
  for (const order of market.orders.map.values()) {
    for (; next < others.length && others[next]![1].seq < order.seq; next++) add(...others[next]!)
    const by = placedBy.get(order.id) ?? order.buyerId
    for (const { productId, quantity } of order.lines) {
      add(productId, soldOf(order, by, quantity, (stocks.get(productId) ?? 0) - quantity))
    }
  }
  for (; next < others.length; next++) add(...others[next]!)
  for (const { id, stock } of market.products.map.values()) {
    if (stocks.get(id) !== stock) {
      throw new Error(`the ledger of product ${id} ends with ${stocks.get(id)}, and its stock is ${stock}`)
    }
  }
}

function soldOf(order: OrderState, by: string, quantity: number, stock: number): MovementState {
  return {
    seq: order.seq,
    at: order.placedAt,
    kind: 'sold',
    quantity,
    stock,
    by,
    reason: null,
    orderId: order.id,
  }
}

/** Where orders stand in the lists of their shops and buyers: what a part needs to know of sign-ins. */
export interface ListedSeqs {
  inShopLists: ReadonlyMap<string, number[]>
  inBuyerLists: ReadonlyMap<string, number[]>
}

export function listedSeqs(market: DurableMarket): ListedSeqs {
  return { inShopLists: seqsByOrder(market.ordersOfShop), inBuyerLists: seqsByOrder(market.ordersOfBuyer) }
}

function seqsByOrder(log: DurableLog<unknown, OrderChange>): Map<string, number[]> {
  const seqs = new Map<string, number[]>()
  for (const changes of log.map.values()) {
    for (const { orderId, seq } of changes) {
      const ofOrder = seqs.get(orderId)
      if (ofOrder) ofOrder.push(seq)
      else seqs.set(orderId, [seq])
    }
  }
  return seqs
}

/** An order's exception; null when its past is as it seems. */
export function exceptionOf(order: OrderState, placedBy: string, listed: ListedSeqs): OrderException | null {
  const usual = seqsOf(order)
  const exception: OrderException = { orderId: order.id }
  if (placedBy !== order.buyerId) exception.placedBy = placedBy
  const inShopList = listed.inShopLists.get(order.id)
  if (inShopList && !sameSeqs(inShopList, usual)) exception.inShopList = inShopList
  const inBuyerList = listed.inBuyerLists.get(order.id)
  if (inBuyerList && !sameSeqs(inBuyerList, usual)) exception.inBuyerList = inBuyerList
  return Object.keys(exception).length > 1 ? exception : null
}

function sameSeqs(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((seq, index) => seq === others[index])
}
