import type { Market } from '../market/market.ts'
import type { ProductState, Remembered, ShopState } from '../market/state.ts'
import { DurableAssortments } from './assortments.ts'
import { DurableBuyerLog } from './buyer-log.ts'
import { type Containers, plainContainers } from './containers.ts'
import { DurableLedgers } from './ledgers.ts'
import { DurableOrderLog } from './order-log.ts'
import { DurableOrders } from './orders-by-id.ts'
import { DurablePickupCodes } from './pickup-codes.ts'
import { StringPool } from './string-pool.ts'
import { DurableTable } from './table.ts'
import { DurableUnitsHeld } from './units-held.ts'

/** The durable market's tables are Maps that can be walked (snapshots, reads); a draft's cannot. */
export interface DurableMarket extends Market {
  readonly shops: DurableTable<number, ShopState>
  readonly slugs: DurableTable<string, number>
  readonly products: DurableTable<number, ProductState>
  readonly assortments: DurableAssortments
  readonly orders: DurableOrders
  readonly aliases: DurableTable<string, string>
  /** In the order of the journal. */
  readonly remembered: DurableTable<string, Remembered>
  readonly placedBy: DurableTable<string, string>
  readonly standing: DurableUnitsHeld
  readonly pickupCodes: DurablePickupCodes
  readonly ordersOfBuyer: DurableBuyerLog
  readonly ordersOfShop: DurableOrderLog<number>
  readonly movements: DurableLedgers
}

/** A market before its first entry. */
export function emptyMarket(containers: Containers = plainContainers): DurableMarket {
  const { map } = containers
  const buyers = new StringPool(containers)
  const orders = new DurableOrders(buyers, containers)
  return {
    counters: {
      epoch: '',
      currency: '',
      currencyDigits: 0,
      seq: 0,
      at: 0,
      lastShopId: 0,
      lastProductId: 0,
      products: 0,
      orders: 0,
      ordersStanding: 0,
      unitsStanding: 0,
    },
    shops: new DurableTable(map()),
    slugs: new DurableTable(map()),
    products: new DurableTable(map()),
    assortments: new DurableAssortments(),
    orders,
    aliases: new DurableTable(map()),
    remembered: new DurableTable(map()),
    placedBy: new DurableTable(map()),
    standing: new DurableUnitsHeld(buyers, containers),
    pickupCodes: new DurablePickupCodes(orders),
    ordersOfBuyer: new DurableBuyerLog(buyers, orders, containers),
    ordersOfShop: new DurableOrderLog(map(), orders),
    movements: new DurableLedgers(map(), orders),
  }
}
