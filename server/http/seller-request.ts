import type { FastifyRequest } from 'fastify'
import { roleMay, type ShopRight } from '../../shared/catalog/staff.ts'
import { sellerRouteRights } from '../../shared/protocol/staff-messages.ts'
import { refuse } from '../../shared/refusals.ts'
import { clientGroup } from '../edge/client-address.ts'
import type { Actor } from '../market/command.ts'
import { isTheirs, suspended } from '../market/shops.ts'
import type { ShopState } from '../market/state.ts'
import { actingIn } from '../session/acting.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { checkLimit, HttpRefusal } from './http-refusal.ts'
import { wholeNumberOf } from './request-input.ts'
import { requireSession, type SessionDependencies } from './session-routes.ts'

export interface SellerDependencies extends SessionDependencies {
  market: DurableMarket
}

/** Who sells, and in which shop. */
export interface Seller {
  actor: Actor
  shopId: number
}

/** The same for requests that write: a suspended shop is read-only for those who work there. */
export function checkWritingSeller(
  request: FastifyRequest,
  dependencies: SellerDependencies,
  points = 1,
): Seller {
  const seller = checkSeller(request, dependencies, points)
  const isSuspended = dependencies.market.shops.get(seller.shopId)?.suspended
  if (isSuspended && seller.actor.kind === 'seller') throw new HttpRefusal(suspended(seller.shopId))
  return seller
}

/** Who works in the shop that a request names, or in their own, and may do there what the route does. Throws a refusal for everyone else. */
export function checkSeller(request: FastifyRequest, dependencies: SellerDependencies, points = 1): Seller {
  const { sessions, rates, trust, market } = dependencies
  const session = requireSession(request, dependencies)
  const { shopId: named } = request.query as { shopId?: string }
  const shopId = named === undefined ? (sessions.ownShopOf(session) ?? 0) : (wholeNumberOf(named) ?? 0)
  const { actor, refusal } = actingIn(sessions, session, shopId, rightOfRoute(request))
  if (!actor) throw new HttpRefusal(refusal)
  checkLimit(rates.takeTransfer(actor.id, clientGroup(request.raw, trust), points))
  const shop = market.shops.get(shopId)
  if (!shop || !isTheirs(actor, shop)) throw new HttpRefusal(refuse('not_found', {}))
  return { actor, shopId }
}

/** The shops where somebody may do what the route does; all of them for the operator. Throws a refusal where there are none. */
export function checkSellerOfAll(request: FastifyRequest, dependencies: SellerDependencies): ShopState[] {
  const { sessions, rates, trust, market } = dependencies
  const session = requireSession(request, dependencies)
  const right = rightOfRoute(request)
  const may = ({ id }: ShopState): boolean => {
    const role = sessions.shopRoleOf(session, id)
    return role !== null && roleMay(role, right)
  }
  const shops = [...market.shops.map.values()].filter(may)
  const { actor, refusal } = actingIn(
    sessions,
    session,
    shops[0]?.id ?? sessions.ownShopOf(session) ?? 0,
    right,
  )
  if (!actor) throw new HttpRefusal(refusal)
  checkLimit(rates.takeTransfer(actor.id, clientGroup(request.raw, trust), 1))
  return shops
}

/** The right that a route takes, which has to be declared. */
function rightOfRoute({ method, routeOptions: { url } }: FastifyRequest): ShopRight {
  const route = `${method === 'HEAD' ? 'GET' : method} ${url}`
  if (!isSellerRoute(route)) throw new Error(`nobody said what ${route} takes`)
  return sellerRouteRights[route]
}

const isSellerRoute = (route: string): route is keyof typeof sellerRouteRights =>
  Object.hasOwn(sellerRouteRights, route)
