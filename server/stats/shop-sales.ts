import { LocalDays } from '../../shared/calendar.ts'
import { quarterMs, type Tally } from './sales-buckets.ts'

/** A product's pace is its average over these. */
const paceMinutes = 10
const minuteMs = 60_000

/** What was sold of a product. */
export interface Sold {
  units: number
  revenue: number
}

interface Counted extends Tally {
  products: Map<number, Sold>
}

/** A local day, with its quarters of an hour by their start. */
export interface DaySales extends Counted {
  quarters: Map<number, Counted>
}

/** The part of an order that is counted. */
export interface CountedOrder {
  placedAt: number
  total: number
  lines: readonly { productId: number; quantity: number; unitPrice: number }[]
}

/**
 * One shop's sales without cancelled orders, by local day of one time zone and quarter of an hour of their placing.
 * What an order costs here does not depend on how many there were.
 */
export class ShopSales {
  waiting = 0
  #days: LocalDays
  #byDay = new Map<number, DaySales>()
  #quarters = 0
  /** Units by minute and product, of the last minutes. */
  readonly #minutes = new Map<number, Map<number, number>>()

  constructor(timeZone: string) {
    this.#days = new LocalDays(timeZone)
  }

  get timeZone(): string {
    return this.#days.timeZone
  }

  /** The quarters of an hour with sales, to whose number {@link moveTo} costs in proportion. */
  get quarters(): number {
    return this.#quarters
  }

  add(order: CountedOrder): void {
    this.#count(order, 1)
  }

  /** Takes out an order that was added. */
  remove(order: CountedOrder): void {
    this.#count(order, -1)
  }

  /** Sorts all quarters into the days of another zone. */
  moveTo(timeZone: string): void {
    const former = this.#byDay
    this.#days = new LocalDays(timeZone)
    this.#byDay = new Map()
    this.#quarters = 0
    for (const { quarters } of former.values())
      for (const [at, quarter] of quarters) {
        const { day, quarter: into } = this.#placeOf(at)
        for (const sum of [day, into]) addCounted(sum, quarter)
      }
  }

  /** The number of the local date at an instant. */
  dayOf(at: number): number {
    return this.#days.dayOf(at)
  }

  /** The sales of the days from `firstDay` on, oldest first. */
  from(firstDay: number): [day: number, sales: DaySales][] {
    return [...this.#byDay].filter(([day]) => day >= firstDay).sort(([one], [other]) => one - other)
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
    const { day, quarter } = this.#placeOf(placedAt)
    const minute = this.#minuteOf(placedAt)
    for (const sum of [day, quarter]) {
      sum.orders += sign
      sum.revenue += sign * total
    }
    for (const { productId, quantity, unitPrice } of lines) {
      const units = sign * quantity
      for (const sum of [day, quarter]) {
        sum.units += units
        addSold(sum.products, productId, units, units * unitPrice)
      }
      minute.set(productId, (minute.get(productId) ?? 0) + units)
    }
  }

  #placeOf(time: number): { day: DaySales; quarter: Counted } {
    const day = this.#dayNumbered(this.#days.dayOf(time))
    const at = Math.floor(time / quarterMs) * quarterMs
    const known = day.quarters.get(at)
    if (known) return { day, quarter: known }
    const quarter = nothing()
    day.quarters.set(at, quarter)
    this.#quarters += 1
    return { day, quarter }
  }

  #dayNumbered(number: number): DaySales {
    const known = this.#byDay.get(number)
    if (known) return known
    const made = { ...nothing(), quarters: new Map() }
    this.#byDay.set(number, made)
    return made
  }

  /** Drops the oldest minute beyond those of the pace. Minutes come in order, except for late cancellations. */
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

const nothing = (): Counted => ({ revenue: 0, orders: 0, units: 0, products: new Map() })

function addCounted(sum: Counted, { revenue, orders, units, products }: Counted): void {
  sum.revenue += revenue
  sum.orders += orders
  sum.units += units
  addAll(sum.products, products)
}

export function addAll(products: Map<number, Sold>, more: ReadonlyMap<number, Sold>): void {
  for (const [productId, { units, revenue }] of more) addSold(products, productId, units, revenue)
}

function addSold(products: Map<number, Sold>, productId: number, units: number, revenue: number): void {
  const sold = products.get(productId)
  if (sold) {
    sold.units += units
    sold.revenue += revenue
  } else products.set(productId, { units, revenue })
}
