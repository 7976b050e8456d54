import type { Counters } from '../market/market.ts'
import type { OrderState } from '../market/order.ts'
import type { KnownCommand, MovementState, ProductState, ShopState } from '../market/state.ts'
import type { Random } from '../os/clock.ts'
import { type DurableMarket, emptyMarket } from '../store/durable-market.ts'
import { manifestVersion } from '../versions/steps.ts'

/**
 * The form of a snapshot: a market as JSON. What can be derived from the orders is not written: units held per buyer,
 * pickup codes, the lists of orders, and sales in the ledgers.
 */
export interface Manifest {
  version: number
  counters: Counters
  shops: ShopState[]
  products: ProductState[]
  /** Who a buyer is now, after sign-in. */
  aliases: [buyerId: string, now: string][]
  /** The ids that are known, oldest first. */
  remembered: [id: string, known: KnownCommand][]
  /** The files with the orders, oldest first, and with all movements of stock other than sales. */
  orderParts: PartReference[]
  movementParts: PartReference[]
}

/** A file of a snapshot, identified by its checksum. */
export interface PartReference {
  name: string
  rows: number
  sum: string
  /** The manifest version with which it was written. */
  version: number
}

export interface OrderPart {
  /** In the order in which they were placed. */
  orders: OrderState[]
  /** What cannot be derived from the orders of buyers who signed in. */
  exceptions: OrderException[]
}

/** How an order's past differs from what the order alone suggests. */
export interface OrderException {
  orderId: string
  /** Who placed it, where that is not its buyer now. */
  placedBy?: string
  /** The seqs at which its shop's and its buyer's list contain it, where not at its placing and last change. */
  inShopList?: number[]
  inBuyerList?: number[]
}

export interface MovementPart {
  movements: [productId: number, movement: MovementState][]
}

/** The parts must have been written before. */
export function manifestOf(
  market: DurableMarket,
  parts: Pick<Manifest, 'orderParts' | 'movementParts'>,
): Manifest {
  return {
    version: manifestVersion,
    counters: market.counters,
    shops: [...market.shops.map.values()],
    products: [...market.products.map.values()],
    aliases: [...market.aliases.map],
    remembered: [...market.idempotencyWindow.map],
    ...parts,
  }
}

/** The market of a manifest, in which orders and movements are still missing. */
export function restoreManifest(manifest: Manifest, random: Random): DurableMarket {
  const { counters, shops, products, aliases, remembered } = manifest
  const market = emptyMarket(random)
  Object.assign(market.counters, counters)
  for (const shop of shops) {
    market.shops.set(shop.id, shop)
    market.slugs.set(shop.slug, shop.id)
  }
  for (const product of products) market.products.set(product.id, product)
  // The oldest deletion first, as it was in the journal.
  const kept = [...market.products.map.values()]
  for (const product of kept.toSorted((one, other) => one.seq - other.seq || one.id - other.id))
    market.assortments.change(undefined, product)
  for (const [buyerId, now] of aliases) market.aliases.set(buyerId, now)
  for (const [id, known] of remembered) market.idempotencyWindow.set(id, known)
  return market
}
