import { applyMerged } from './buyers.ts'
import type { Entry, Event } from './event.ts'
import { applyMarketOpened, applyMarketRestored } from './genesis.ts'
import { addToWindow } from './idempotency.ts'
import type { Market } from './market.ts'
import { isOrderEvent } from './order-effects.ts'
import { applyToOrder } from './orders.ts'
import { applyCreated, applyDeleted, applyEdited, applyRestored, applyStockChanged } from './products.ts'
import { applyPlaced } from './purchases.ts'
import { applyShopEdited, applyShopOpened, applyShopReopened, applyShopSuspended } from './shops.ts'

/** Applies an entry to a market. Throws on a gap or an unknown event: better stop than skip a change. */
export function evolve(market: Market, entry: Entry): void {
  const { counters } = market
  if (entry.seq !== counters.seq + 1) throw new Error(`entry ${entry.seq} does not follow ${counters.seq}`)
  counters.seq = entry.seq
  counters.at = entry.at
  for (const event of entry.events) apply(market, event, entry)
  addToWindow(market, entry)
}

function apply(market: Market, event: Event, entry: Entry): void {
  switch (event.type) {
    case 'order:placed':
      return applyPlaced(market, event, entry)
    case 'product:created':
      return applyCreated(market, event, entry)
    case 'product:edited':
      return applyEdited(market, event, entry)
    case 'product:restocked':
    case 'product:counted':
      return applyStockChanged(market, event, entry)
    case 'product:deleted':
      return applyDeleted(market, event, entry)
    case 'product:restored':
      return applyRestored(market, event, entry)
    case 'shop:opened':
      return applyShopOpened(market, event)
    case 'shop:edited':
      return applyShopEdited(market, event)
    case 'shop:suspended':
    case 'shop:restored':
      return applyShopSuspended(market, event)
    case 'shop:reopened':
      return applyShopReopened(market, event)
    case 'buyer:merged':
      return applyMerged(market, event, entry)
    case 'market:opened':
      return applyMarketOpened(market, event)
    case 'market:restored':
      return applyMarketRestored(market, event)
    default:
      return isOrderEvent(event) ? applyToOrder(market, event, entry) : unknownEvent(event)
  }
}

function unknownEvent(event: never): never {
  throw new Error(`no rule to apply the event: ${JSON.stringify(event)}`)
}
