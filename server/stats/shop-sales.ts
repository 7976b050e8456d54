import type { SalesBucket } from '../../shared/protocol/shapes.ts'

/** A bucket's length, in ms. */
export const bucketMs = 15 * 60_000

/** Over how many minutes the pace of a product is taken. */
const paceMinutes = 10
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** What was sold of a product. */
export interface Sold {
  units: number
  revenue: number
}

interface Bucket extends Omit<SalesBucket, 'at'> {
  products: Map<number, Sold>
}

/** What counts of an order. */
export interface CountedOrder {
  placedAt: number
  total: number
  lines: readonly { productId: number; quantity: number; unitPrice: number }[]
}

/**
 * One shop's sales that stand, in buckets by the time when they were placed: a cancelled order leaves its own. What
 * an order costs here does not depend on how many there were.
 */
export class ShopSales {
  waiting = 0
  readonly #buckets = new Map<number, Bucket>()
  /** The same of each product by days of UTC, so that a month is not added up from its quarters of an hour. */
  readonly #days = new Map<number, Map<number, Sold>>()
  /** Units by minute and product, of the last minutes. */
  readonly #minutes = new Map<number, Map<number, number>>()

  add(order: CountedOrder): void {
    this.#count(order, 1)
  }

  /** Takes an order out again that was added. */
  remove(order: CountedOrder): void {
    this.#count(order, -1)
  }

  /** The buckets from `since` on, oldest first, and what was sold in them of each product. */
  from(since: number): { buckets: SalesBucket[]; products: Map<number, Sold> } {
    const buckets: SalesBucket[] = []
    const products = new Map<number, Sold>()
    const firstWholeDay = Math.ceil(since / dayMs) * dayMs
    for (const [at, bucket] of this.#buckets) {
      if (at + bucketMs <= since || bucket.orders === 0) continue
      const { revenue, orders, units } = bucket
      buckets.push({ at, revenue, orders, units })
      if (at < firstWholeDay) addAll(products, bucket.products)
    }
    for (const [day, sold] of this.#days) if (day >= firstWholeDay) addAll(products, sold)
    buckets.sort((one, other) => one.at - other.at)
    return { buckets, products }
  }

  /** Units a minute of each product, over the last minutes before `now`. */
  pace(now: number): Map<number, number> {
    const units = new Map<number, number>()
    const first = Math.floor(now / minuteMs) - paceMinutes
    for (const [minute, products] of this.#minutes) {
      if (minute <= first) continue
      for (const [productId, count] of products) units.set(productId, (units.get(productId) ?? 0) + count)
    }
    for (const [productId, count] of units) units.set(productId, count / paceMinutes)
    return units
  }

  #count({ placedAt, total, lines }: CountedOrder, sign: 1 | -1): void {
    const bucket = this.#bucketOf(placedAt)
    const minute = this.#minuteOf(placedAt)
    const day = this.#dayOf(placedAt)
    bucket.orders += sign
    bucket.revenue += sign * total
    for (const { productId, quantity, unitPrice } of lines) {
      bucket.units += sign * quantity
      addSold(bucket.products, productId, sign * quantity, sign * quantity * unitPrice)
      addSold(day, productId, sign * quantity, sign * quantity * unitPrice)
      minute.set(productId, (minute.get(productId) ?? 0) + sign * quantity)
    }
  }

  #bucketOf(time: number): Bucket {
    const at = Math.floor(time / bucketMs) * bucketMs
    const known = this.#buckets.get(at)
    if (known) return known
    const made: Bucket = { revenue: 0, orders: 0, units: 0, products: new Map() }
    this.#buckets.set(at, made)
    return made
  }

  #dayOf(at: number): Map<number, Sold> {
    const day = Math.floor(at / dayMs) * dayMs
    const known = this.#days.get(day)
    if (known) return known
    const made = new Map<number, Sold>()
    this.#days.set(day, made)
    return made
  }

  /** Minutes come in order but for orders that are cancelled later: what is old is of no use, and thrown away. */
  #minuteOf(at: number): Map<number, number> {
    const minute = Math.floor(at / minuteMs)
    const known = this.#minutes.get(minute)
    if (known) return known
    const made = new Map<number, number>()
    this.#minutes.set(minute, made)
    if (this.#minutes.size > paceMinutes + 2) this.#minutes.delete(Math.min(...this.#minutes.keys()))
    return made
  }
}

function addAll(products: Map<number, Sold>, more: ReadonlyMap<number, Sold>): void {
  for (const [productId, { units, revenue }] of more) addSold(products, productId, units, revenue)
}

function addSold(products: Map<number, Sold>, productId: number, units: number, revenue: number): void {
  const sold = products.get(productId)
  if (sold) {
    sold.units += units
    sold.revenue += revenue
  } else products.set(productId, { units, revenue })
}
