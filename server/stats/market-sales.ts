import type { SalesBucket, SalesStats } from '../../shared/protocol/shapes.ts'
import { startOfDay } from '../../shared/start-of-day.ts'
import type { Entry, Event } from '../market/event.ts'
import type { OrderState } from '../market/order.ts'
import type { DurableMarket } from '../market/state.ts'
import { bucketMs, ShopSales, type Sold } from './shop-sales.ts'

const dayMs = 24 * 60 * 60_000

/** Longer buckets, for a range that would have too many of the short ones. */
const bucketLengthsMs = [bucketMs, 60 * 60_000, dayMs, 30 * dayMs]
const bucketsMax = 3_000
const productsMax = 100

/**
 * The sales of all shops, folded from the journal's entries as they come. What happened before the process was
 * started is taken from the orders as they are, which comes to the same.
 */
export class MarketSales {
  readonly #market: DurableMarket
  readonly #shops = new Map<number, ShopSales>()

  constructor(market: DurableMarket) {
    this.#market = market
    for (let row = 0; row < market.orders.size; row += 1) {
      const order = market.orders.saleAt(row)
      if (order.status !== 'cancelled') this.#shopOf(order.shopId).add(order)
      if (order.status === 'placed') this.#shopOf(order.shopId).waiting += 1
    }
  }

  /** Counts an entry that the market has applied; returns the shop whose sales it changed, if any. */
  add({ at, events }: Entry): number | null {
    let changed: number | null = null
    for (const event of events) changed = this.#apply(event, at) ?? changed
    return changed
  }

  /** A shop's statistics at `now`. */
  of(shopId: number, range: SalesStats['range'], now: number): SalesStats {
    const shop = this.#shops.get(shopId) ?? new ShopSales()
    const since = this.#sinceOf(shopId, range, now)
    const { buckets, products } = shop.from(since)
    const fitting = fewEnough(buckets)
    return {
      shopId,
      range,
      since,
      bucketMs: fitting.lengthMs,
      revenue: sum(buckets, 'revenue'),
      orders: sum(buckets, 'orders'),
      units: sum(buckets, 'units'),
      waiting: shop.waiting,
      buckets: fitting.buckets,
      products: best(products, shop.pace(now)),
    }
  }

  #apply(event: Event, at: number): number | null {
    switch (event.type) {
      case 'order:placed': {
        const { shopId, total, lines } = event
        const shop = this.#shopOf(shopId)
        shop.add({ placedAt: at, total, lines })
        shop.waiting += 1
        return shopId
      }
      case 'order:cancelled': {
        const order = this.#orderOf(event.orderId)
        const shop = this.#shopOf(order.shopId)
        shop.remove(order)
        shop.waiting -= 1
        return order.shopId
      }
      case 'order:fulfilled': {
        const order = this.#orderOf(event.orderId)
        this.#shopOf(order.shopId).waiting -= 1
        return order.shopId
      }
      default:
        return null
    }
  }

  #orderOf(orderId: string): OrderState {
    const order = this.#market.orders.get(orderId)
    if (!order) throw new Error(`an entry names order ${orderId}, which is not there`)
    return order
  }

  #shopOf(shopId: number): ShopSales {
    const known = this.#shops.get(shopId)
    if (known) return known
    const made = new ShopSales()
    this.#shops.set(shopId, made)
    return made
  }

  /** The first moment of a range: a midnight of the shop's own time zone. */
  #sinceOf(shopId: number, range: SalesStats['range'], now: number): number {
    if (range === 'all') return 0
    const timeZone = this.#market.shops.get(shopId)?.timeZone ?? 'UTC'
    const daysBefore = { today: 0, '7d': 6, '30d': 29 }[range]
    // Noon of a day is that day's, whatever the clocks do in between.
    const noon = startOfDay(now, timeZone) + dayMs / 2
    return startOfDay(noon - daysBefore * dayMs, timeZone)
  }
}

const sum = (buckets: readonly SalesBucket[], field: 'revenue' | 'orders' | 'units'): number =>
  buckets.reduce((total, bucket) => total + bucket[field], 0)

/** What sold most, and what sells now. */
function best(products: Map<number, Sold>, pace: Map<number, number>): SalesStats['products'] {
  return [...products]
    .filter(([, { units }]) => units > 0)
    .sort(([, one], [, other]) => other.units - one.units)
    .slice(0, productsMax)
    .map(([productId, sold]) => ({ productId, ...sold, perMinute: Math.max(0, pace.get(productId) ?? 0) }))
}

/** Buckets of the shortest length of which there are not too many. */
function fewEnough(buckets: readonly SalesBucket[]): { lengthMs: number; buckets: SalesBucket[] } {
  for (const lengthMs of bucketLengthsMs) {
    const merged = mergeBy(lengthMs, buckets)
    if (merged.length <= bucketsMax) return { lengthMs, buckets: merged }
  }
  throw new Error('a market older than two centuries')
}

function mergeBy(lengthMs: number, buckets: readonly SalesBucket[]): SalesBucket[] {
  const merged: SalesBucket[] = []
  for (const bucket of buckets) {
    const at = Math.floor(bucket.at / lengthMs) * lengthMs
    const last = merged.at(-1)
    if (last?.at === at) {
      last.revenue += bucket.revenue
      last.orders += bucket.orders
      last.units += bucket.units
    } else merged.push({ ...bucket, at })
  }
  return merged
}
