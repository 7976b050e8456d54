import type { Market } from '../market/market.ts'
import { DraftAssortments } from './assortments.ts'
import { DraftLedgers } from './ledgers.ts'
import { DraftOrderLog } from './order-log.ts'
import { DraftOrders } from './orders-by-id.ts'
import { DraftTable } from './table.ts'
import { DraftUnitsHeld } from './units-held.ts'

/** A draft over `base`; `merge` makes it durable, and not calling it drops it. */
export interface Draft extends Market {
  merge(): void
}

/** Lays an empty overlay over `base`. Costs the same for any size of market. */
export function draftOf(base: Market): Draft {
  const counters = { ...base.counters }
  const overlays = {
    shops: new DraftTable(base.shops),
    slugs: new DraftTable(base.slugs),
    products: new DraftTable(base.products),
    assortments: new DraftAssortments(base.assortments),
    orders: new DraftOrders(base.orders),
    aliases: new DraftTable(base.aliases),
    remembered: new DraftTable(base.remembered),
    placedBy: new DraftTable(base.placedBy),
    standing: new DraftUnitsHeld(base.standing),
    pickupCodes: new DraftTable(base.pickupCodes),
    ordersOfBuyer: new DraftOrderLog(base.ordersOfBuyer),
    ordersOfShop: new DraftOrderLog(base.ordersOfShop),
    movements: new DraftLedgers(base.movements),
  }
  const merge = (): void => {
    for (const overlay of Object.values(overlays)) overlay.merge()
    Object.assign(base.counters, counters)
  }
  return { counters, ...overlays, merge }
}
