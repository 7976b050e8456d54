import type { Market } from '../market/market.ts'
import type { ProductState, Remembered, ShopState } from '../market/state.ts'
import { DurableAssortments } from './assortments.ts'
import { DurableBuyerLog } from './buyer-log.ts'
import { type Containers, plainContainers } from './containers.ts'
import { Hash, type SeedSource } from './hash.ts'
import { DurableLedgers } from './ledgers.ts'
import { DurableOrderLog } from './order-log.ts'
import { DurableOrders } from './orders-by-id.ts'
import { DurablePickupCodes } from './pickup-codes.ts'
import { StringPool } from './string-pool.ts'
import { DurableTable } from './table.ts'
import { DurableUnitsHeld } from './units-held.ts'

/** The durable state. Its tables can also be iterated, for reads and snapshots. */
export interface DurableMarket extends Market {
  readonly shops: DurableTable<number, ShopState>
  readonly slugs: DurableTable<string, number>
  readonly products: DurableTable<number, ProductState>
  readonly assortments: DurableAssortments
  readonly orders: DurableOrders
  readonly aliases: DurableTable<string, string>
  /** In journal order. */
  readonly remembered: DurableTable<string, Remembered>
  readonly placedBy: DurableTable<string, string>
  readonly unitsHeld: DurableUnitsHeld
  readonly pickupCodes: DurablePickupCodes
  readonly ordersOfBuyer: DurableBuyerLog
  readonly ordersOfShop: DurableOrderLog<number>
  readonly movements: DurableLedgers
}

/** A market before its first entry. `random` seeds its hash functions. */
export function emptyMarket(random: SeedSource, containers: Containers = plainContainers): DurableMarket {
  const { map } = containers
  const hash = new Hash(random)
  const buyers = new StringPool(hash, containers)
  const orders = new DurableOrders(buyers, hash, containers)
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
    unitsHeld: new DurableUnitsHeld(buyers, hash, containers),
    pickupCodes: new DurablePickupCodes(orders, hash),
    ordersOfBuyer: new DurableBuyerLog(buyers, containers),
    ordersOfShop: new DurableOrderLog(map()),
    movements: new DurableLedgers(map()),
  }
}
