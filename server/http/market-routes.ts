import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { limits } from '../../shared/protocol/limits.ts'
import { refuse } from '../../shared/refusals.ts'
import type { BrandStore } from '../brand/brand-store.ts'
import { everybody, operator, sellerOf } from '../broadcast/audience.ts'
import type { Broadcaster } from '../broadcast/broadcaster.ts'
import { type OrderContext, viewOfMovement, viewOfOrder, viewOfShop } from '../broadcast/views.ts'
import type { Clock } from '../os/clock.ts'
import type { Tokens } from '../session/tokens.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { ledgerPage, stockAfter } from '../store/ledger-page.ts'
import { HttpRefusal } from './http-refusal.ts'
import { MarketResource, MarketResources } from './market-resource.ts'
import { notWhole, wholeNumber } from './request-input.ts'
import { countWrongSecret, type SessionDependencies, sessionOf } from './session-routes.ts'

export interface MarketDependencies extends SessionDependencies {
  market: DurableMarket
  broadcaster: Broadcaster
  tokens: Tokens
  orders: OrderContext
  brand: BrandStore
  clock: Clock
  bounds: { pageDistanceMs: number }
}

/** The market, a product's public ledger, an order's receipt. */
export async function marketRoutes(http: FastifyInstance, dependencies: MarketDependencies): Promise<void> {
  const { broadcaster, sessions, clock, bounds } = dependencies
  const resources = new MarketResources(
    (audience) => new MarketResource(() => broadcaster.page(audience), clock, bounds.pageDistanceMs),
  )
  http.get('/api/market', async (request: FastifyRequest<{ Querystring: { for?: string } }>, reply) => {
    // A program with the operator's token sells; a browser may have the storefront open too, so it states which it wants.
    const forSeller = request.query.for === 'seller' || request.headers.authorization !== undefined
    const session = forSeller ? sessionOf(request, dependencies) : null
    if (session && sessions.roleOf(session) === 'operator')
      return serve(request, reply, resources.of(operator), 'private, no-cache')
    const shopIds = session ? sessions.jobsOf(session).map(({ shopId }) => shopId) : []
    if (shopIds.length > 0)
      return serve(request, reply, resources.of(sellerOf(...shopIds)), 'private, no-cache')
    if (request.query.for === 'seller') throw new HttpRefusal(refuse('forbidden'))
    return serve(request, reply, resources.of(everybody), 'public, no-cache')
  })
  http.get<{ Params: { id: string }; Querystring: { after?: string; limit?: string } }>(
    '/api/products/:id/ledger',
    async ({ params, query }) => publicLedger(dependencies, params.id, query),
  )
  http.get<{ Params: { secret: string } }>('/api/receipts/:secret', async (request, reply) => {
    reply.header('cache-control', 'private, no-store')
    return receipt(request, dependencies)
  })
}

async function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  resource: MarketResource,
  caching: string,
) {
  const { etag, body, zipped } = await resource.get()
  reply.headers({ etag, 'cache-control': caching, vary: 'accept-encoding' })
  if (isKnown(request.headers['if-none-match'], etag)) return reply.status(304).send()
  reply.type('application/json; charset=utf-8')
  const zips = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  return zips ? reply.header('content-encoding', 'gzip').send(zipped) : reply.send(body)
}

/** Compressing proxies weaken tags, and a client may send several. */
const isKnown = (tags: string | undefined, etag: string): boolean =>
  (tags ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)

function publicLedger({ market }: MarketDependencies, id: string, query: { after?: string; limit?: string }) {
  const productId = wholeNumber('id', id)
  const product = market.products.get(productId)
  if (!product || product.deleted || product.status !== 'listed') {
    throw new HttpRefusal(refuse('not_found', { productId }))
  }
  const limit = wholeNumber('limit', query.limit ?? String(limits.ledgerPageSizeMax))
  if (limit < 1 || limit > limits.ledgerPageSizeMax) throw notWhole('limit')
  const { items, next } = ledgerPage(market, productId, wholeNumber('after', query.after ?? '0'), limit)
  return {
    productId,
    stock: product.stock,
    movements: items.map(viewOfMovement),
    next: next === null ? null : String(next),
  }
}

/** An order and its shop, for anyone who has the receipt's unguessable address. */
function receipt(request: FastifyRequest<{ Params: { secret: string } }>, dependencies: MarketDependencies) {
  const { market, tokens, orders, brand } = dependencies
  const order = market.orders.get(tokens.orderOfReceipt(request.params.secret) ?? '')
  const shop = order && market.shops.get(order.shopId)
  if (!order || !shop) {
    countWrongSecret(request, dependencies)
    throw new HttpRefusal(refuse('not_found', {}))
  }
  const { currency, currencyDigits } = market.counters
  return {
    order: viewOfOrder(order, orders),
    shop: viewOfShop(shop),
    currency,
    currencyDigits,
    name: brand.name,
    tookLast: order.lines.some(({ productId }) => stockAfter(market, productId, order.seq) === 0),
  }
}
