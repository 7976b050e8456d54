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
import type { Clock } from '../os/clock.ts'
import type { Networks } from '../session/networks.ts'
import type { SalesProjection } from '../stats/sales-projection.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { ledgerPage } from '../store/ledger-page.ts'
import { changedOrders, newestOrders } from '../store/order-pages.ts'
import { failed, type Reply } from './replies.ts'

export interface QueryDependencies {
  market: DurableMarket
  sales: SalesProjection
  clock: Clock
  orders: OrderContext
  networks: Pick<Networks, 'of'>
  scannedPerPageMax: number
}

/** Queries of the durable state, with a bounded cost per page. Another's shop and a missing one get the same answer. */
export class Queries {
  readonly #dependencies: QueryDependencies

  constructor(dependencies: QueryDependencies) {
    this.#dependencies = dependencies
  }

  /** A buyer's own orders. */
  ordersOfBuyer(buyerId: string, query: OrderList): Reply {
    const { market } = this.#dependencies
    return this.#listOrders(market.ordersOfBuyer.of(buyerNow(market, buyerId)), query, () => true)
  }

  /** A shop's orders, filtered. */
  ordersOfShop(actor: Actor, shopId: number, query: SellerOrderList): Reply {
    if (!this.#isTheirs(actor, shopId)) return failed(refuse('not_found', { shopId }))
    const { market } = this.#dependencies
    const found = query.find === undefined ? null : findExactly(market, shopId, query.find)
    return this.#withNetworks(
      found
        ? this.#pageOfOne(found, query)
        : this.#listOrders(market.ordersOfShop.of(shopId), query, this.#matching(query)),
    )
  }

  /** The ledger of a shop's product, as its seller sees it. */
  ledger(actor: Actor, { productId, after, limit = limits.ledgerPageSizeMax }: ProductLedger): Reply {
    const { market } = this.#dependencies
    const product = market.products.get(productId)
    if (!product || !this.#isTheirs(actor, product.shopId)) return failed(refuse('not_found', { productId }))
    const place = placeOf(after, 0)
    if (place === null) return badCursor('after')
    const { items, next } = ledgerPage(market, productId, place, limit)
    return {
      ok: true,
      movements: items.map(sellersViewOfMovement),
      next: next === null ? null : String(next),
    }
  }

  /** A shop's sales figures. */
  stats(actor: Actor, shopId: number, range: SalesStats['range']): Reply {
    if (!this.#isTheirs(actor, shopId)) return failed(refuse('not_found', { shopId }))
    const { sales, clock } = this.#dependencies
    return { ok: true, ...sales.of(shopId, range, clock.now()) }
  }

  #isTheirs(actor: Actor, shopId: number): boolean {
    const shop = this.#dependencies.market.shops.get(shopId)
    return shop !== undefined && isTheirs(actor, shop)
  }

  #listOrders(
    log: Parameters<typeof newestOrders>[1],
    query: OrderList,
    matches: (order: OrderState) => boolean,
  ): Reply {
    const { market, scannedPerPageMax: scannedMax } = this.#dependencies
    const bounds = { limit: query.limit ?? limits.pageSizeDefault, scannedMax }
    if (query.changedAfter !== undefined) {
      const { items, next } = changedOrders(market, log, query.changedAfter, bounds, matches)
      return this.#page(items, next)
    }
    const before = placeOf(query.before, Number.MAX_SAFE_INTEGER)
    if (before === null) return badCursor('before')
    const { items, next } = newestOrders(market, log, before, bounds, matches)
    return this.#page(items, next === null ? null : String(next))
  }

  #page(items: readonly OrderState[], next: string | number | null): Reply {
    return { ok: true, orders: items.map((order) => viewOfOrder(order, this.#dependencies.orders)), next }
  }

  /** Adds the network tags of orders, by order id, where known. */
  #withNetworks(reply: Reply): Reply {
    if (!reply.ok) return reply
    const tags = (reply.orders as Order[]).flatMap((order) => {
      const tag = this.#networkOf(order)
      return tag === null ? [] : [[order.id, tag] as const]
    })
    return { ok: true, orders: reply.orders, next: reply.next, networks: Object.fromEntries(tags) }
  }

  /** The network is stored under the buyer who placed the order, who may have signed in as another since. */
  #networkOf({ id, buyerId }: Pick<Order, 'id' | 'buyerId'>): string | null {
    const { market, networks } = this.#dependencies
    return networks.of(market.placedBy.get(id) ?? buyerId) ?? networks.of(buyerId)
  }

  #pageOfOne(order: OrderState, query: SellerOrderList): Reply {
    const isOnPage = query.before === undefined && this.#matching({ ...query, find: undefined })(order)
    return this.#page(isOnPage ? [order] : [], null)
  }

  #matching(query: SellerOrderList): (order: OrderState) => boolean {
    const { status, open, productId, since, until, network } = query
    const { market, orders } = this.#dependencies
    const isFound = orderSearch(query.find, market.counters.currencyDigits, remembered(searchable))
    return (order) =>
      (status === undefined || order.status === status) &&
      (open === undefined || isOpen(order) === open) &&
      (productId === undefined || order.lines.some((line) => line.productId === productId)) &&
      (since === undefined || order.placedAt >= since) &&
      (until === undefined || order.placedAt < until) &&
      (network === undefined || this.#networkOf(order) === network) &&
      isFound(order, () => orders.nameOf(order.buyerId))
  }
}

/** A cursor is an opaque position: a number, possibly returned as a string. */
function placeOf(cursor: string | number | undefined, otherwise: number): number | null {
  if (cursor === undefined) return otherwise
  if (typeof cursor === 'number') return cursor
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : null
}

const badCursor = (path: string): Reply =>
  failed(refuse('invalid', { issues: [{ path, message: 'must be a cursor that came in next' }] }))

/** `find` as the pickup code of an open order, which is found without a scan. */
function findExactly(market: DurableMarket, shopId: number, find: string): OrderState | null {
  const row = market.pickupCodes.find(shopId, pickupCodeNumber(pickupCodeOf(find)))
  return row < 0 ? null : market.orders.at(row)
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
