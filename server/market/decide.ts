import type { MarketBounds } from './bounds.ts'
import { decideMerge } from './buyers.ts'
import type { CommandEnvelope, Stamp } from './command.ts'
import { decideOpenMarket, decideRestoreMarket } from './genesis.ts'
import { knownOutcome } from './idempotency.ts'
import { decideImport } from './imports.ts'
import type { Market } from './market.ts'
import { decideOrder, isOrderCommand } from './orders.ts'
import type { Decision } from './outcome.ts'
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
import { decideOpenShop, decideReopen, decideSuspend, decideUpdateShop } from './shops.ts'

/**
 * Decides a command against a market (in the queue: a draft). Pure: the same command, market and stamp give
 * the same decision. A known id is answered first; the checks then run in the order of precedence of the
 * refusals.
 */
export function decide(
  market: Market,
  envelope: CommandEnvelope,
  stamp: Stamp,
  bounds: MarketBounds,
): Decision {
  return (
    severalShops(market, envelope.command) ??
    knownOutcome(market, envelope, bounds) ??
    decideCommand(market, envelope, stamp, bounds)
  )
}

function decideCommand(
  market: Market,
  envelope: CommandEnvelope,
  stamp: Stamp,
  bounds: MarketBounds,
): Decision {
  const { actor, command } = envelope
  switch (command.type) {
    case 'purchase:create':
      return decidePurchase(market, envelope, command.lines, stamp, bounds)
    case 'product:create':
      return decideCreate(market, actor, command, bounds)
    case 'product:update':
      return decideUpdate(market, actor, command, bounds)
    case 'product:restock':
      return decideRestock(market, actor, command, bounds)
    case 'product:count':
      return decideCount(market, actor, command, bounds)
    case 'product:delete':
      return decideDelete(market, actor, command, bounds)
    case 'product:restore':
      return decideRestore(market, actor, command, bounds)
    case 'product:import':
      return decideImport(market, actor, command, bounds)
    case 'shop:open':
      return decideOpenShop(market, actor, command, bounds)
    case 'shop:update':
      return decideUpdateShop(market, actor, command, stamp)
    case 'shop:reopen':
      return decideReopen(market, actor, command, bounds)
    case 'shop:suspend':
    case 'shop:restore':
      return decideSuspend(market, actor, command, bounds)
    case 'shop:clear':
      return decideClear(market, actor, command, bounds)
    case 'buyer:merge':
      return decideMerge(market, actor, command, bounds)
    case 'market:open':
      return decideOpenMarket(market, actor, command, bounds)
    case 'market:restore':
      return decideRestoreMarket(market, actor, command, bounds)
    default:
      return isOrderCommand(command) ? decideOrder(market, actor, command) : unknownCommand(command)
  }
}

function unknownCommand(command: never): never {
  throw new Error(`no decision for the command: ${JSON.stringify(command)}`)
}
