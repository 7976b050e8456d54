import { roleMay, type ShopRight, shopRights } from '../../shared/catalog/staff.ts'
import { type Refusal, refuse } from '../../shared/refusals.ts'
import type { Actor } from '../market/command.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Sessions } from './sessions.ts'
import type { Session } from './tokens.ts'

/** Who acts in a shop, or why they may not. */
export type InShop =
  | { actor: Actor; shopId: number; refusal: null }
  | { actor: null; shopId: number; refusal: Refusal }

/**
 * Who acts when a session does something in a shop that takes a right. Somebody who does not work there is not refused
 * here: the market answers as if the shop were missing.
 */
export function actingIn(sessions: Sessions, session: Session, shopId: number, right: ShopRight): InShop {
  const actor = sessions.sellerIn(session, shopId)
  if (!actor) return { actor, shopId, refusal: refuse('forbidden') }
  const role = sessions.shopRoleOf(session, shopId)
  if (role === null || roleMay(role, right)) return { actor, shopId, refusal: null }
  return {
    actor: null,
    shopId,
    refusal: refuse('role_required', { shopId, right, roles: shopRights[right] }),
  }
}

/** What an event says about the shop that it concerns. */
export interface About {
  productId?: number | undefined
  orderId?: string | undefined
  shopId?: number | undefined
}

/** The shop of the product or order that an event names, else the shop that it names; undefined if it names none. */
export function shopOfEvent(
  market: Pick<DurableMarket, 'products' | 'orders'>,
  { productId, orderId, shopId }: About,
): number | undefined {
  const thing =
    productId === undefined ? orderId && market.orders.get(orderId) : market.products.get(productId)
  return (thing || undefined)?.shopId ?? shopId
}
