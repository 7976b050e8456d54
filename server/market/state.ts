import type { Product } from '../../shared/protocol/shapes.ts'
import { type Assortments, DraftAssortments, DurableAssortments } from './assortments.ts'
import { DurableBuyerLog } from './buyer-log.ts'
import { type Containers, Interned, plainContainers } from './interned.ts'
import { DraftLedgers, DurableLedgers, type Ledgers } from './movements.ts'
import { DraftOrders, DurableOrders, type Orders } from './order-book.ts'
import { DraftOrderLog, DurableOrderLog, type OrderLog } from './order-log.ts'
import { DurablePickupCodes } from './pickup-codes.ts'
import { DraftStanding, DurableStanding, type Standing } from './standing.ts'
import { DraftTable, DurableTable, type Table } from './table.ts'

/** A shop as the market knows it; its status on the wire comes of `closed` and `suspended`. */
export interface ShopState {
  readonly id: number
  readonly sellerId: string
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly pickupNote: string
  readonly lowStockAt: number
  readonly timeZone: string
  readonly collectMinutes: number | null
  readonly accountsOnly: boolean
  readonly closed: boolean
  readonly suspended: boolean
  /** How many orders it ever had: the next one's number is one more. */
  readonly orderCount: number
}

export interface ProductState {
  readonly id: number
  readonly shopId: number
  readonly name: string
  readonly description: string
  readonly category: string | null
  readonly image: string | null
  readonly price: number
  readonly stock: number
  readonly limitPerBuyer: number | null
  readonly accountsOnly: boolean
  readonly status: Product['status']
  readonly createdAt: number
  /** The seq of its last edit. */
  readonly seq: number
  readonly deleted: boolean
  /** What was removed since it was deleted: what undoing brings back. */
  readonly removedStock: number
  /** How many orders ever named it: the next one's place is one more. */
  readonly orderCount: number
}

/** What a command was about: what a repeat of it is answered with. */
export type Subject =
  | { readonly kind: 'order'; readonly id: string }
  | { readonly kind: 'product'; readonly id: number }
  | { readonly kind: 'shop'; readonly id: number }
  | { readonly kind: 'market' }

/** A command's id that is known (purchases are known by their orders), and what it did. */
export interface Remembered {
  readonly seq: number
  readonly actor: string
  readonly content: string
  readonly subject: Subject
}

/** What is one for the whole market. */
export interface Counters {
  epoch: string
  currency: string
  currencyDigits: number
  /** The last entry's, and its time. */
  seq: number
  at: number
  lastShopId: number
  lastProductId: number
  /** Products that are not deleted. */
  products: number
  orders: number
  /** Orders and units that stand: placed or fulfilled. */
  ordersStanding: number
  unitsStanding: number
}

/**
 * The market's whole state. What `decide` needs and what readers page through; all of it a function of the
 * journal. Durable, or a draft over it: the type is the same.
 */
export interface Market {
  readonly counters: Counters
  readonly shops: Table<number, ShopState>
  /** The shop of a slug. */
  readonly slugs: Table<string, number>
  readonly products: Table<number, ProductState>
  readonly assortments: Assortments
  readonly orders: Orders
  /** Who a buyer is now, after sign-in. */
  readonly aliases: Table<string, string>
  readonly remembered: Table<string, Remembered>
  /** Who placed an order, where that is not its buyer: by now, after a sign-in, or by then. */
  readonly placedBy: Table<string, string>
  readonly standing: Standing
  /** The unfulfilled order of a shop's pickup code, by `pickupKey`. */
  readonly pickupCodes: Table<number, string>
  readonly ordersOfBuyer: OrderLog<string>
  readonly ordersOfShop: OrderLog<number>
  readonly movements: Ledgers
}

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
  readonly standing: DurableStanding
  readonly pickupCodes: DurablePickupCodes
  readonly ordersOfBuyer: DurableBuyerLog
  readonly ordersOfShop: DurableOrderLog<number>
  readonly movements: DurableLedgers
}

/** A market before its first entry. */
export function emptyMarket(containers: Containers = plainContainers): DurableMarket {
  const { map } = containers
  const buyers = new Interned(containers)
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
    standing: new DurableStanding(buyers, containers),
    pickupCodes: new DurablePickupCodes(orders),
    ordersOfBuyer: new DurableBuyerLog(buyers, orders, containers),
    ordersOfShop: new DurableOrderLog(map(), orders),
    movements: new DurableLedgers(map(), orders),
  }
}

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
    standing: new DraftStanding(base.standing),
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

/** Who a buyer is now: follows sign-ins. */
export function buyerNow(market: Market, buyerId: string): string {
  let id = buyerId
  for (let next = market.aliases.get(id); next !== undefined; next = market.aliases.get(id)) id = next
  return id
}
