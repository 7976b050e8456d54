import type { Market } from '../market/market.ts'
import type { KnownCommand, ProductState, ShopState } from '../market/state.ts'
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
export type DurableMarket = Readonly<ReturnType<typeof emptyMarket>>

/** A market before its first entry. `random` seeds its hash functions. */
export function emptyMarket(random: SeedSource, containers: Containers = plainContainers) {
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
    shops: new DurableTable<number, ShopState>(map()),
    slugs: new DurableTable<string, number>(map()),
    products: new DurableTable<number, ProductState>(map()),
    assortments: new DurableAssortments(),
    orders,
    aliases: new DurableTable<string, string>(map()),
    /** In journal order. */
    idempotencyWindow: new DurableTable<string, KnownCommand>(map()),
    placedBy: new DurableTable<string, string>(map()),
    unitsHeld: new DurableUnitsHeld(buyers, hash, containers),
    pickupCodes: new DurablePickupCodes(orders, hash),
    ordersOfBuyer: new DurableBuyerLog(buyers, containers),
    ordersOfShop: new DurableOrderLog<number>(map()),
    movements: new DurableLedgers(map()),
  } satisfies Market
}
