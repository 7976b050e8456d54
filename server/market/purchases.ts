import { pickupCodeCount, pickupCodeFrom, pickupCodeNumber } from '../../shared/pickup-code.ts'
import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'
import { marketFull, refuse } from '../../shared/refusals.ts'
import type { MarketBounds } from './bounds.ts'
import { buyerNow } from './buyers.ts'
import type { Actor, Command, CommandEnvelope, Stamp } from './command.ts'
import type { Entry, OrderPlaced } from './event.ts'
import { type Market, openOrders, type PickupCodes } from './market.ts'
import type { OrderLineState } from './order.ts'
import { accepted, type Decision, type MarketRefusal, refused } from './outcome.ts'
import { moveSold, productOf } from './products.ts'
import { shopOf } from './shops.ts'
import type { ProductState, ShopState } from './state.ts'

/** Decides a purchase: all lines or none. Checks run in the order of the refusals, each over all lines. */
export function decidePurchase(
  market: Market,
  { id, actor }: CommandEnvelope,
  lines: readonly PurchaseLine[],
  stamp: Stamp,
  bounds: MarketBounds,
): Decision {
  const buyerId = buyerNow(market, actor.id)
  const products: ProductState[] = []
  for (const { productId } of lines) {
    const product = market.products.get(productId)
    if (!product || !isForSale(product)) return refused(refuse('not_found', { productId }))
    products.push(product)
  }
  const shop = shopOf(market, products[0]!.shopId)
  if (shop.closed || shop.suspended) return refused(refuse('shop_closed', { shopId: shop.id }))
  const refusal =
    accountMissing(actor, shop, products) ??
    changedPrice(products, lines) ??
    overLimit(market, buyerId, products, lines) ??
    shortStock(products, lines) ??
    tooManyOpen(market, { buyerId, actor, shopId: shop.id }, bounds) ??
    fullOfOrders(market, bounds)
  if (refusal) return refused(refusal)
  return accepted(placed(market, { id, buyerId, lines, shop, first: products[0]! }, stamp))
}

const isForSale = (product: ProductState): boolean => product.status === 'listed' && !product.deleted

/** An order belongs to one shop; a purchase with lines of several is invalid, before any other check. */
export function severalShops(market: Market, command: Command): Decision | null {
  if (command.type !== 'purchase:create' || command.lines.length === 1) return null
  let shopId: number | undefined
  for (const [index, { productId }] of command.lines.entries()) {
    const product = market.products.get(productId)
    if (!product || !isForSale(product)) continue
    shopId ??= product.shopId
    if (product.shopId === shopId) continue
    const message = 'must be of the same shop as the other lines'
    return refused(refuse('invalid', { issues: [{ path: `lines.${index}.productId`, message }] }))
  }
  return null
}

/** Whether a guest buys a product that is sold only to buyers with an account. */
function accountMissing(actor: Actor, shop: ShopState, products: ProductState[]): MarketRefusal | null {
  if (actor.kind === 'buyer' && actor.hasAccount) return null
  for (const { id, accountsOnly } of products)
    if (shop.accountsOnly || accountsOnly)
      return refuse('account_required', { shopId: shop.id, productId: id })
  return null
}

function changedPrice(products: ProductState[], lines: readonly PurchaseLine[]): MarketRefusal | null {
  for (let index = 0; index < lines.length; index += 1) {
    const { id, price } = products[index]!
    if (lines[index]!.unitPrice !== price) return refuse('price_changed', { productId: id, price })
  }
  return null
}

function overLimit(
  market: Market,
  buyerId: string,
  products: ProductState[],
  lines: readonly PurchaseLine[],
): MarketRefusal | null {
  for (let index = 0; index < lines.length; index += 1) {
    const { id, limitPerBuyer: limit } = products[index]!
    if (limit === null) continue
    const had = market.unitsHeld.of(buyerId, id)
    if (had + quantityUpTo(lines, index) > limit) {
      return refuse('limit_reached', { productId: id, limit, left: Math.max(0, limit - had) })
    }
  }
  return null
}

function shortStock(products: ProductState[], lines: readonly PurchaseLine[]): MarketRefusal | null {
  for (let index = 0; index < lines.length; index += 1) {
    const { id, stock } = products[index]!
    if (quantityUpTo(lines, index) > stock) return refuse('out_of_stock', { productId: id, available: stock })
  }
  return null
}

/** A buyer with this many open orders must collect or cancel one first. */
function tooManyOpen(
  market: Market,
  { buyerId, actor, shopId }: { buyerId: string; actor: Actor; shopId: number },
  bounds: MarketBounds,
): MarketRefusal | null {
  if (actor.kind !== 'buyer' || actor.isProgram) return null
  const max = actor.hasAccount ? bounds.openOrdersPerAccountMax : bounds.openOrdersPerGuestMax
  const open = market.unitsHeld.of(buyerId, openOrders(shopId))
  return open >= max ? refuse('too_many_open_orders', { shopId, open, max }) : null
}

/** A full market refuses only purchases. Cancelling makes room, but not among all orders ever placed. */
function fullOfOrders({ counters }: Market, bounds: MarketBounds): MarketRefusal | null {
  if (counters.ordersStanding >= bounds.ordersMax) return marketFull('orders', bounds.ordersMax)
  return counters.orders >= bounds.ordersEverMax ? marketFull('ordersEver', bounds.ordersEverMax) : null
}

/** The quantity of a line's product in the lines up to this one: they count together. */
function quantityUpTo(lines: readonly PurchaseLine[], index: number): number {
  const { productId, quantity } = lines[index]!
  let sum = quantity
  for (let before = 0; before < index; before += 1) {
    if (lines[before]!.productId === productId) sum += lines[before]!.quantity
  }
  return sum
}

function placed(
  market: Market,
  order: {
    id: string
    buyerId: string
    lines: readonly PurchaseLine[]
    shop: ShopState
    first: ProductState
  },
  { at, random }: Stamp,
): OrderPlaced {
  const { collectMinutes } = order.shop
  return {
    type: 'order:placed',
    orderId: order.id,
    number: order.shop.orderCount + 1,
    place: order.first.orderCount + 1,
    shopId: order.shop.id,
    buyerId: order.buyerId,
    lines: order.lines,
    total: order.lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0),
    pickupCode: freePickupCode(market.pickupCodes, order.shop.id, random),
    ...(collectMinutes === null ? {} : { collectBy: at + collectMinutes * 60_000 }),
  }
}

/** The first free code of the shop from `random` on: with 64 million codes for 5 million orders, it is near. */
export function freePickupCode(codes: Pick<PickupCodes, 'find'>, shopId: number, random: number): string {
  let number = random % pickupCodeCount
  while (codes.find(shopId, number) >= 0) number = (number + 1) % pickupCodeCount
  return pickupCodeFrom(number)
}

export function applyPlaced(market: Market, event: OrderPlaced, entry: Entry): void {
  const { orderId, number, place, shopId, buyerId, lines, total, pickupCode, collectBy = null } = event
  const { counters } = market
  const shop = shopOf(market, shopId)
  market.shops.set(shopId, { ...shop, orderCount: shop.orderCount + 1 })
  for (const { quantity } of lines) counters.unitsStanding += quantity
  // Field by field, because this runs for every order: copying the rest of an event costs ten times as much.
  const row = market.orders.add({
    id: orderId,
    number,
    place,
    shopId,
    buyerId,
    lines: lines.map((line) => namedLine(market, line)),
    total,
    status: 'placed',
    pickupCode,
    placedAt: entry.at,
    collectBy,
    fulfilledAt: null,
    cancelledAt: null,
    cancelledBy: null,
    reason: null,
    seq: entry.seq,
    changedSeq: entry.seq,
  })
  counters.orders += 1
  counters.ordersStanding += 1
  market.pickupCodes.add(shopId, pickupCodeNumber(pickupCode), row)
  market.unitsHeld.add(buyerId, openOrders(shopId), 1)
  market.ordersOfBuyer.append(buyerId, entry.seq, row)
  market.ordersOfShop.append(shopId, entry.seq, row)
  for (let index = 0; index < lines.length; index += 1) takeLine(market, event, index, { entry, row })
  if (entry.actor !== buyerId) market.placedBy.set(orderId, entry.actor)
}

/** The line with the product's name, as the order stores it. */
const namedLine = (market: Market, { productId, quantity, unitPrice }: PurchaseLine): OrderLineState => ({
  productId,
  name: productOf(market, productId).name,
  quantity,
  unitPrice,
})

/** Removes one line's units from stock. */
function takeLine(
  market: Market,
  event: OrderPlaced,
  index: number,
  { entry, row }: { entry: Entry; row: number },
): void {
  const { productId, quantity } = event.lines[index]!
  const before = productOf(market, productId)
  const product = {
    ...before,
    stock: before.stock - quantity,
    orderCount: before.orderCount + (isNamedBefore(event.lines, index) ? 0 : 1),
  }
  market.products.set(productId, product)
  market.unitsHeld.add(event.buyerId, productId, quantity)
  moveSold(market, product, entry, row)
}

/** Whether an earlier line has the same product. */
function isNamedBefore(lines: OrderPlaced['lines'], index: number): boolean {
  for (let before = 0; before < index; before += 1) {
    if (lines[before]!.productId === lines[index]!.productId) return true
  }
  return false
}
