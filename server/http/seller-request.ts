import type { FastifyRequest } from 'fastify'
import { refuse } from '../../shared/refusals.ts'
import { clientGroup } from '../edge/client-address.ts'
import type { Actor } from '../market/command.ts'
import { isTheirs, suspended } from '../market/shops.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { checkLimit, HttpRefusal } from './http-refusal.ts'
import { type SessionParts, sessionOf } from './session-routes.ts'
import { wholeNumberOf } from './whole-number.ts'

export interface SellerParts extends SessionParts {
  market: DurableMarket
}

/** Who sells, and in which shop. */
export interface Seller {
  actor: Actor
  shopId: number
}

/** The same for what is kept for the shop, or would change it: a suspended shop is read-only for its seller. */
export function checkWritingSeller(request: FastifyRequest, parts: SellerParts, points = 1): Seller {
  const seller = checkSeller(request, parts, points)
  const isSuspended = parts.market.shops.get(seller.shopId)?.suspended
  if (isSuspended && seller.actor.kind === 'seller') throw new HttpRefusal(suspended(seller.shopId))
  return seller
}

/** Lets sellers and the operator through, of whom the latter may name the shop. Throws what they are refused with. */
export function checkSeller(request: FastifyRequest, parts: SellerParts, points = 1): Seller {
  const { sessions, rates, trust, market } = parts
  const session = sessionOf(request, parts)
  if (!session) throw new HttpRefusal(refuse('unauthenticated'))
  const actor = sessions.seller(session)
  if (!actor) throw new HttpRefusal(refuse('forbidden'))
  checkLimit(rates.transfers.takeOfSeller(actor.id, clientGroup(request.raw, trust), points))
  const { shopId: named } = request.query as { shopId?: string }
  const shopId = named === undefined ? (sessions.ownShopOf(session) ?? 0) : (wholeNumberOf(named) ?? 0)
  const shop = market.shops.get(shopId)
  if (!shop || !isTheirs(actor, shop)) throw new HttpRefusal(refuse('not_found', {}))
  return { actor, shopId }
}
