import { type FlatOrder, wordsOfFlatLine } from './flat-order.ts'
import { keyOf } from './pickup-code.ts'
import type { DurableMarket, ProductState, ShopState } from './state.ts'

type Changeable<State> = { -readonly [Key in keyof State]: State[Key] }

/**
 * Applies a purchase's entry as `evolve` does, in a fifth of the time: where a market is made of its journal, and
 * nobody has seen its products and shops yet, which are therefore changed in place. Its own buyer has placed it. False,
 * and nothing has happened, when it is none of the usual, and `evolve` must have it; it also knows what is wrong with
 * it then.
 */
export function evolvePlaced(market: DurableMarket, order: FlatOrder): boolean {
  const { counters } = market
  const shop: Changeable<ShopState> | undefined = market.shops.get(order.shopId)
  if (shop === undefined || order.seq !== counters.seq + 1 || !takesLines(market, order)) return false
  const row = market.orders.addFlat(order)
  if (row < 0) return false
  counters.seq = order.seq
  counters.at = order.placedAt
  counters.orders += 1
  counters.ordersStanding += 1
  shop.orderCount += 1
  market.pickupCodes.setRow(keyOf(order.shopId, order.pickup), row)
  market.ordersOfBuyer.appendRow(order.buyer, order.seq, row)
  market.ordersOfShop.appendRow(order.shopId, order.seq, row)
  const { lines } = order
  for (let at = 0; at < order.lineCount * wordsOfFlatLine; at += wordsOfFlatLine)
    takeLine(market, order.buyer, lines[at]!, lines[at + 1]!, row)
  return true
}

/**
 * The same for the entry of an order that is handed over, of which the id, `fulfilledAt` and `changedSeq` are given, and
 * of which it is known that its command's id is forgotten by later ones.
 */
export function evolveFulfilled(market: DurableMarket, order: FlatOrder): boolean {
  const { counters, orders } = market
  const row = order.changedSeq === counters.seq + 1 ? orders.fulfilFlat(order) : -1
  if (row < 0) return false
  counters.seq = order.changedSeq
  counters.at = order.fulfilledAt
  market.pickupCodes.delete(orders.pickupKeyAt(row))
  market.ordersOfBuyer.appendRow(orders.buyerAt(row), order.changedSeq, row)
  market.ordersOfShop.appendRow(orders.shopIdAt(row), order.changedSeq, row)
  return true
}

/** Is there as much of all products as is taken? Puts the names' numbers into the lines. */
function takesLines(market: DurableMarket, { lines, lineCount }: FlatOrder): boolean {
  for (let at = 0; at < lineCount * wordsOfFlatLine; at += wordsOfFlatLine) {
    const productId = lines[at]!
    const product = market.products.get(productId)
    if (product === undefined || product.stock < lines[at + 1]!) return false
    for (let before = 0; before < at; before += wordsOfFlatLine) if (lines[before] === productId) return false
    lines[at + 3] = market.orders.lines.nameOf(productId, product.name)
  }
  return true
}

function takeLine(
  market: DurableMarket,
  buyer: number,
  productId: number,
  quantity: number,
  row: number,
): void {
  const product: Changeable<ProductState> = market.products.get(productId)!
  product.stock -= quantity
  product.orderCount += 1
  market.counters.unitsStanding += quantity
  market.standing.addOf(buyer, productId, quantity)
  market.movements.appendKept(productId, row, product.stock)
}
