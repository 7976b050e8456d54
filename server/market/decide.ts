import type { MarketBounds } from './bounds.ts'
import { decideMerge } from './buyers.ts'
import type { Command, Stamp } from './command.ts'
import { decideOpenMarket, decideRestoreMarket } from './genesis.ts'
import { knownOutcome } from './idempotency.ts'
import { decideImport } from './imports.ts'
import type { Market } from './market.ts'
import { decideOrder, isOrderWish } from './orders.ts'
import { accepted, type Decision } from './outcome.ts'
import {
  decideClear,
  decideCount,
  decideCreate,
  decideDelete,
  decideRestock,
  decideRestore,
  decideUpdate,
} from './products.ts'
import { decidePurchase, severalShops } from './purchases.ts'
import { decideOpenShop, decideUpdateShop, ofShop } from './shops.ts'

/**
 * Decides a command against a market (a draft, in the queue). Pure: the same command, market and stamp give
 * the same decision. A known id is answered first, then the checks follow in the order of the refusals.
 */
export function decide(market: Market, command: Command, stamp: Stamp, bounds: MarketBounds): Decision {
  return (
    severalShops(market, command.wish) ??
    knownOutcome(market, command, bounds) ??
    decideWish(market, command, stamp, bounds)
  )
}

function decideWish(
  market: Market,
  { actor, id, wish }: Command,
  stamp: Stamp,
  bounds: MarketBounds,
): Decision {
  switch (wish.type) {
    case 'purchase:create':
      return decidePurchase(market, { id, actor, lines: wish.lines }, stamp, bounds)
    case 'product:create':
      return decideCreate(market, actor, wish, bounds)
    case 'product:update':
      return decideUpdate(market, actor, wish, bounds)
    case 'product:restock':
      return decideRestock(market, actor, wish)
    case 'product:count':
      return decideCount(market, actor, wish)
    case 'product:delete':
      return decideDelete(market, actor, wish, bounds)
    case 'product:restore':
      return decideRestore(market, actor, wish, bounds)
    case 'product:import':
      return decideImport(market, actor, wish, bounds)
    case 'shop:open':
      return decideOpenShop(market, actor, wish, bounds)
    case 'shop:update':
      return decideUpdateShop(market, actor, wish)
    case 'shop:suspend':
      return ofShop(market, actor, wish.shopId, 'operator', (shop) =>
        accepted({ type: 'shop:suspended', shopId: shop.id }),
      )
    case 'shop:restore':
      return ofShop(market, actor, wish.shopId, 'operator', (shop) =>
        accepted({ type: 'shop:restored', shopId: shop.id }),
      )
    case 'shop:clear':
      return decideClear(market, actor, wish)
    case 'buyer:merge':
      return decideMerge(market, actor, wish)
    case 'market:open':
      return decideOpenMarket(market, actor, wish)
    case 'market:restore':
      return decideRestoreMarket(market, actor, wish)
    default:
      return isOrderWish(wish) ? decideOrder(market, actor, wish) : unknownWish(wish)
  }
}

function unknownWish(wish: never): never {
  throw new Error(`a wish that nobody decides: ${JSON.stringify(wish)}`)
}
