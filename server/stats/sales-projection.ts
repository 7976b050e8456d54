import { startOf } from '../../shared/calendar.ts'
import { holdsStock, isOpen } from '../../shared/catalog/order-states.ts'
import type { SalesStats } from '../../shared/protocol/shapes.ts'
import type { Entry, Event, OrderPlaced } from '../market/event.ts'
import { effects, isOrderEvent } from '../market/order-effects.ts'
import { orderOf } from '../market/orders.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { bucketsOf } from './sales-buckets.ts'
import { addAll, type DaySales, ShopSales, type Sold } from './shop-sales.ts'

const productsMax = 100
const daysOfRange = { today: 1, '7d': 7, '30d': 30 } as const

/** A longer history moves to another time zone once a minute at most, since that costs in proportion to it. */
const quartersMovedAtOnceMax = 10_000
const moveDistanceMs = 60_000

/** The sales of all shops: taken from the orders at the start, and from then on folded from entries. */
export class SalesProjection {
  readonly #market: DurableMarket
  readonly #shops = new Map<number, ShopSales>()
  /** When the long history of a shop was moved to another time zone. */
  readonly #movedAt = new Map<number, number>()

  constructor(market: DurableMarket) {
    this.#market = market
    for (let row = 0; row < market.orders.size; row += 1) {
      const order = market.orders.saleAt(row)
      if (holdsStock(order)) this.#shopOf(order.shopId).add(order)
      if (isOpen(order)) this.#shopOf(order.shopId).waiting += 1
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
    const shop = this.#shopAsOf(shopId, now)
    const { timeZone } = shop
    const firstDay = range === 'all' ? Number.NEGATIVE_INFINITY : firstDayOf(shop.dayOf(now), range, timeZone)
    const days = shop.from(firstDay)
    const products = new Map<number, Sold>()
    for (const [, day] of days) addAll(products, day.products)
    return {
      shopId,
      range,
      timeZone,
      since: range === 'all' ? 0 : (startOf(firstDay, timeZone) ?? 0),
      revenue: sum(days, 'revenue'),
      orders: sum(days, 'orders'),
      units: sum(days, 'units'),
      waiting: shop.waiting,
      ...bucketsOf(days, timeZone),
      products: best(products, shop.pace(now)),
    }
  }

  #apply(event: Event, at: number): number | null {
    if (!isOrderEvent(event)) return null
    const order = event.type === 'order:placed' ? soldBy(event, at) : orderOf(this.#market, event.orderId)
    const shop = this.#shopOf(order.shopId)
    const { open, standing } = effects[event.type]
    if (standing > 0) shop.add(order)
    if (standing < 0) shop.remove(order)
    shop.waiting += open
    return order.shopId
  }

  #shopOf(shopId: number): ShopSales {
    const known = this.#shops.get(shopId)
    if (known) return known
    const made = new ShopSales(this.#timeZoneOf(shopId))
    this.#shops.set(shopId, made)
    return made
  }

  /** A shop's sales by the days of its present time zone. */
  #shopAsOf(shopId: number, now: number): ShopSales {
    const shop = this.#shopOf(shopId)
    const timeZone = this.#timeZoneOf(shopId)
    if (shop.timeZone === timeZone) return shop
    const isLong = shop.quarters > quartersMovedAtOnceMax
    if (isLong && now - (this.#movedAt.get(shopId) ?? Number.NEGATIVE_INFINITY) < moveDistanceMs) return shop
    if (isLong) this.#movedAt.set(shopId, now)
    shop.moveTo(timeZone)
    return shop
  }

  #timeZoneOf(shopId: number): string {
    return this.#market.shops.get(shopId)?.timeZone ?? 'UTC'
  }
}

const soldBy = ({ shopId, total, lines }: OrderPlaced, at: number) => ({ shopId, placedAt: at, total, lines })

/** The first date of a range that ends with `today`; if the zone skipped it, the next one. */
function firstDayOf(today: number, range: keyof typeof daysOfRange, timeZone: string): number {
  let day = today - daysOfRange[range] + 1
  while (startOf(day, timeZone) === null) day += 1
  return day
}

const sum = (days: readonly [number, DaySales][], field: 'revenue' | 'orders' | 'units'): number =>
  days.reduce((total, [, day]) => total + day[field], 0)

/** The products that sold most, with their present pace. */
function best(products: Map<number, Sold>, pace: Map<number, number>): SalesStats['products'] {
  return [...products]
    .filter(([, { units }]) => units > 0)
    .sort(([, one], [, other]) => other.units - one.units)
    .slice(0, productsMax)
    .map(([productId, sold]) => ({ productId, ...sold, perMinute: Math.max(0, pace.get(productId) ?? 0) }))
}
