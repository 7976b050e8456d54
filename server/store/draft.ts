import type { Market } from '../market/market.ts'
import { DraftAssortments } from './assortments.ts'
import type { DurableMarket } from './durable-market.ts'
import { DraftLedgers } from './ledgers.ts'
import { DraftOrderLog } from './order-log.ts'
import { DraftOrders } from './orders-by-id.ts'
import { DraftPickupCodes } from './pickup-codes.ts'
import { DraftTable } from './table.ts'
import { DraftUnitsHeld } from './units-held.ts'

/** Changes over a durable market. `merge` applies them; otherwise they are dropped. */
export interface Draft extends Market {
  merge(): void
}

/**
 * An empty draft; its cost does not depend on the size of the market. New orders get the rows that they will
 * have after the merge, so `base` must not get orders in between.
 */
export function draftOf(base: DurableMarket): Draft {
  const counters = { ...base.counters }
  const overlays = {
    // First, because everything else refers to orders by row.
    orders: new DraftOrders(base.orders),
    shops: new DraftTable(base.shops),
    slugs: new DraftTable(base.slugs),
    products: new DraftTable(base.products),
    assortments: new DraftAssortments(base.assortments),
    aliases: new DraftTable(base.aliases),
    idempotencyWindow: new DraftTable(base.idempotencyWindow),
    placedBy: new DraftTable(base.placedBy),
    unitsHeld: new DraftUnitsHeld(base.unitsHeld),
    pickupCodes: new DraftPickupCodes(base.pickupCodes),
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
