import { shopDefaults } from '../../shared/catalog/shop.ts'
import { limits } from '../../shared/protocol/limits.ts'
import { marketFull, type RefusalOf, refuse } from '../../shared/refusals.ts'
import type { Actor, Command, Stamp } from './command.ts'
import type { ShopEdited, ShopOpened, ShopReopened, ShopSuspended } from './event.ts'
import type { Market } from './market.ts'
import { accepted, type Decide, type Decision, refused } from './outcome.ts'
import type { ShopState } from './state.ts'

/** The operator's own shop, used when the operator names no other. */
export const houseShopId = 1

/** Whether this is a shop where the actor works. */
export const isTheirs = (actor: Actor, shop: ShopState): boolean =>
  actor.kind === 'operator' || (actor.kind === 'seller' && shop.id === actor.shopId)

/** Decides on a shop. One that is not for this actor, or not for `who`, is refused like a missing one. */
export function ofShop(
  market: Market,
  actor: Actor,
  shopId: number,
  who: 'seller' | 'operator',
  decideOn: (shop: ShopState) => Decision,
): Decision {
  const shop = market.shops.get(shopId)
  const allowed = shop && isTheirs(actor, shop) && (who === 'seller' || actor.kind === 'operator')
  if (!allowed) return refused(refuse('not_found', { shopId }))
  return refuseSuspended(actor, shop) ?? decideOn(shop)
}

/** A suspended shop is read-only for its seller; the operator may change it. Null if it may be changed. */
export function refuseSuspended(actor: Actor, shop: ShopState): ReturnType<typeof refused> | null {
  return shop.suspended && actor.kind === 'seller' ? refused(suspended(shop.id)) : null
}

/** The refusal of any change to a suspended shop. */
export const suspended = (shopId: number): RefusalOf<'shop_closed'> =>
  refuse(
    'shop_closed',
    { shopId, suspended: true },
    'This shop is suspended. You can look at it; only the operator of the market can change it.',
  )

export const decideOpenShop: Decide<'shop:open'> = (market, actor, command, bounds) => {
  if (actor.kind !== 'market' && actor.kind !== 'operator') return refused(refuse('forbidden'))
  const shopId = market.counters.lastShopId + 1
  if (shopId > bounds.shopsMax) return refused(marketFull('shops', bounds.shopsMax))
  const { type: _, ...fields } = command
  const slug = freeSlug(market, command.slug, shopId)
  return accepted({ type: 'shop:opened', shopId, ...fields, slug, ...shopDefaults })
}

/** A free slug: the requested one, or with a number appended, starting from the shop's id. */
function freeSlug(market: Market, slug: string, shopId: number): string {
  let free = slug
  for (let number = shopId; market.slugs.has(free); number += 1) free = `${slug}-${number}`
  return free
}

export function decideUpdateShop(
  market: Market,
  actor: Actor,
  { shopId, changes }: Extract<Command, { type: 'shop:update' }>,
  { at }: Stamp,
): Decision {
  return ofShop(market, actor, shopId, 'seller', () => {
    const { reopensAt = at + 1 } = changes
    // The deadline of a past time was met before, and so would never be met again.
    if (reopensAt <= at || reopensAt > at + limits.reopensInMsMax) {
      const message = 'must be in the future, and within a year'
      return refused(refuse('invalid', { issues: [{ path: 'reopensAt', message }] }))
    }
    return accepted({ type: 'shop:edited', shopId, changes })
  })
}

/** Accepted only while the deadline is the shop's: one that its seller changed meanwhile does nothing. */
export const decideReopen: Decide<'shop:reopen'> = (market, actor, { shopId, until }) => {
  if (actor.kind !== 'market') return refused(refuse('forbidden'))
  if (market.shops.get(shopId)?.reopensAt !== until) return refused(refuse('not_found', { shopId }))
  return accepted({ type: 'shop:reopened', shopId })
}

export const decideSuspend: Decide<'shop:suspend' | 'shop:restore'> = (market, actor, command) =>
  ofShop(market, actor, command.shopId, 'operator', () => {
    const { shopId } = command
    if (command.type === 'shop:restore') return accepted({ type: 'shop:restored', shopId })
    const why = command.reason ? { reason: command.reason } : {}
    return accepted({ type: 'shop:suspended', shopId, ...why })
  })

const open = { closed: false, reopensAt: null }

export function applyShopOpened(market: Market, event: ShopOpened): void {
  const { type: _, shopId, ...fields } = event
  market.counters.lastShopId = shopId
  market.slugs.set(event.slug, shopId)
  market.shops.set(shopId, { id: shopId, ...fields, ...open, suspended: false, orderCount: 0 })
}

export function applyShopEdited(market: Market, { shopId, changes }: ShopEdited): void {
  const { status, reopensAt = null, ...fields } = changes
  const shop = { ...shopOf(market, shopId), ...fields }
  const states = { open, closed: { closed: true, reopensAt } }
  market.shops.set(shopId, status === undefined ? shop : { ...shop, ...states[status] })
}

export function applyShopReopened(market: Market, { shopId }: ShopReopened): void {
  market.shops.set(shopId, { ...shopOf(market, shopId), ...open })
}

export function applyShopSuspended(market: Market, { type, shopId, reason }: ShopSuspended): void {
  const { suspendedFor: _, ...shop } = shopOf(market, shopId)
  const why = reason ? { suspendedFor: reason } : {}
  market.shops.set(shopId, { ...shop, suspended: type === 'shop:suspended', ...why })
}

/** The shop that an event names. Throws if it does not exist. */
export function shopOf(market: Market, shopId: number): ShopState {
  const shop = market.shops.get(shopId)
  if (!shop) throw new Error(`an event names shop ${shopId}, which is not there`)
  return shop
}
