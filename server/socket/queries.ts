import { isOpen } from '../../shared/catalog/order-states.ts'
import { orderSearch, pickupCodeOf } from '../../shared/order-search.ts'
import { pickupCodeNumber } from '../../shared/pickup-code.ts'
import type { OrderList } from '../../shared/protocol/buyer-messages.ts'
import { limits } from '../../shared/protocol/limits.ts'
import type { ProductLedger, SellerOrderList } from '../../shared/protocol/seller-messages.ts'
import type { Order, SalesStats } from '../../shared/protocol/shapes.ts'
import { refuse } from '../../shared/refusals.ts'
import { searchable } from '../../shared/search-text.ts'
import { type OrderContext, sellersViewOfMovement, viewOfOrder } from '../broadcast/views.ts'
import { buyerNow } from '../market/buyers.ts'
import type { Actor } from '../market/command.ts'
import type { OrderState } from '../market/order.ts'
import { isTheirs } from '../market/shops.ts'
import type { Networks } from '../session/networks.ts'
import type { SalesProjection } from '../stats/sales-projection.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { ledgerPage } from '../store/ledger-page.ts'
import { changedOrders, newestOrders, type Page } from '../store/order-pages.ts'
import { failed, type Reply } from './replies.ts'

export interface QueryParts {
  market: DurableMarket
  sales: SalesProjection
  wallClock(): number
  orders: OrderContext
  networks: Pick<Networks, 'of'>
  scannedPerPageMax: number
}

/** Queries of the durable state, with a bounded cost per page. */

/** A buyer's own orders. */
export function listOwnOrders(parts: QueryParts, buyerId: string, query: OrderList): Reply {
  return listOrders(parts, parts.market.ordersOfBuyer.of(buyerNow(parts.market, buyerId)), query, () => true)
}

/** A shop's orders, filtered. Another's shop and a missing one get the same answer. */
export function listShopOrders(
  parts: QueryParts,
  actor: Actor,
  shopId: number,
  query: SellerOrderList,
): Reply {
  const shop = parts.market.shops.get(shopId)
  if (!shop || !isTheirs(actor, shop)) return failed(refuse('not_found', { shopId }))
  const found = query.find === undefined ? null : findExactly(parts.market, shopId, query.find)
  const page = found
    ? pageOfOne(parts, found, query)
    : listOrders(parts, parts.market.ordersOfShop.of(shopId), query, matching(parts, query))
  return withNetworks(parts, page)
}

/** The ledger of a shop's product, as its seller sees it. */
export function listLedger(parts: QueryParts, actor: Actor, query: ProductLedger): Reply {
  const { market } = parts
  const product = market.products.get(query.productId)
  const shop = product && market.shops.get(product.shopId)
  if (!shop || !isTheirs(actor, shop)) return failed(refuse('not_found', { productId: query.productId }))
  const after = placeOf(query.after, 0)
  if (after === null) return badCursor('after')
  const { items, next } = ledgerPage(market, query.productId, after, query.limit ?? limits.ledgerPageSizeMax)
  return { ok: true, movements: items.map(sellersViewOfMovement), next: next === null ? null : String(next) }
}

/** A shop's sales figures. Another's shop and a missing one get the same answer. */
export function getStats(parts: QueryParts, actor: Actor, shopId: number, range: SalesStats['range']): Reply {
  const shop = parts.market.shops.get(shopId)
  if (!shop || !isTheirs(actor, shop)) return failed(refuse('not_found', { shopId }))
  return { ok: true, ...parts.sales.of(shopId, range, parts.wallClock()) }
}

function listOrders(
  parts: QueryParts,
  log: Parameters<typeof newestOrders>[1],
  query: OrderList,
  matches: (order: OrderState) => boolean,
): Reply {
  const bounds = { limit: query.limit ?? limits.pageSizeDefault, scannedMax: parts.scannedPerPageMax }
  if (query.changedAfter !== undefined) {
    const page = changedOrders(parts.market, log, query.changedAfter, bounds, matches)
    return pageReply(parts, page, page.next)
  }
  const before = placeOf(query.before, Number.MAX_SAFE_INTEGER)
  if (before === null) return badCursor('before')
  const page = newestOrders(parts.market, log, before, bounds, matches)
  return pageReply(parts, page, page.next === null ? null : String(page.next))
}

const pageReply = (
  parts: QueryParts,
  { items }: Page<OrderState, number>,
  next: string | number | null,
): Reply => ({
  ok: true,
  orders: items.map((order) => viewOfOrder(order, parts.orders)),
  next,
})

/** Adds the network tags of orders, by order id, where known. */
function withNetworks(parts: QueryParts, reply: Reply): Reply {
  if (!reply.ok) return reply
  const tags = (reply.orders as Order[]).flatMap((order) => {
    const tag = networkOf(parts, order)
    return tag === null ? [] : [[order.id, tag] as const]
  })
  return { ok: true, orders: reply.orders, next: reply.next, networks: Object.fromEntries(tags) }
}

/** The network is stored under the buyer who placed the order, who may have signed in as another since. */
const networkOf = ({ market, networks }: QueryParts, { id, buyerId }: Pick<Order, 'id' | 'buyerId'>) =>
  networks.of(market.placedBy.get(id) ?? buyerId) ?? networks.of(buyerId)

/** A cursor is an opaque position: a number, possibly returned as a string. */
function placeOf(cursor: string | number | undefined, otherwise: number): number | null {
  if (cursor === undefined) return otherwise
  const place = typeof cursor === 'number' ? cursor : /^\d{1,15}$/.test(cursor) ? Number(cursor) : null
  return place
}

const badCursor = (path: string): Reply =>
  failed(refuse('invalid', { issues: [{ path, message: 'must be a cursor that came in next' }] }))

/** `find` as the pickup code of an open order, which is found without a scan. */
function findExactly(market: DurableMarket, shopId: number, find: string): OrderState | null {
  const row = market.pickupCodes.find(shopId, pickupCodeNumber(pickupCodeOf(find)))
  return row < 0 ? null : market.orders.at(row)
}

function pageOfOne(parts: QueryParts, order: OrderState, query: SellerOrderList): Reply {
  const after = query.before === undefined && matching(parts, { ...query, find: undefined })(order)
  return pageReply(parts, { items: after ? [order] : [], next: null }, null)
}

function matching(parts: QueryParts, query: SellerOrderList): (order: OrderState) => boolean {
  const { status, open, productId, since, until, network } = query
  const isFound = orderSearch(query.find, parts.market.counters.currencyDigits, remembered(searchable))
  return (order) =>
    (status === undefined || order.status === status) &&
    (open === undefined || isOpen(order) === open) &&
    (productId === undefined || order.lines.some((line) => line.productId === productId)) &&
    (since === undefined || order.placedAt >= since) &&
    (until === undefined || order.placedAt < until) &&
    (network === undefined || networkOf(parts, order) === network) &&
    isFound(order, () => parts.orders.nameOf(order.buyerId))
}

/** Caches the result for each text, since many orders on a page are of the same products. */
function remembered(fold: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const folded = known.get(text) ?? fold(text)
    known.set(text, folded)
    return folded
  }
}
