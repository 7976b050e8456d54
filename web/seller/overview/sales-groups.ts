import { dayMs, LocalDays, startOf } from '../../../shared/calendar.ts'
import type { SalesBucket, SalesStats } from '../../../shared/protocol/shapes.ts'
import { knownZone } from '../../ui/zoned-format.ts'

/** A bar of the plot and a row of its table. */
export interface SalesGroup {
  /** Its start. A day starts at 00:00 UTC of its date, so that days are equally wide and have one name in every zone. */
  at: number
  revenue: number
  orders: number
  units: number
}

const quarterMs = 15 * 60_000
const quartersMax = 400
/** With more days than this, those without sales are left out. */
const daysMax = 4_000

/**
 * Shops' figures as one looks at them: a day by its quarters of an hour, longer ranges by days, each shop's by its
 * own time zone. What had no sale is there too, so that a plot shows the gap. Pure.
 */
export function groupSales(all: readonly SalesStats[], now: number): SalesGroup[] {
  const sold = all.filter(({ buckets }) => buckets.length > 0)
  const [first] = sold
  if (!first) return []
  return first.range === 'today'
    ? byQuarter(
        sold.flatMap(({ buckets }) => buckets),
        now,
      )
    : byDay(sold, now)
}

/** By quarter of an hour; one that happens twice when clocks go back appears twice. */
function byQuarter(buckets: readonly SalesBucket[], now: number): SalesGroup[] {
  const groups = new Map<number, SalesGroup>()
  const first = Math.min(...buckets.map(({ at }) => at))
  for (let at = first; at <= now && groups.size < quartersMax; at += quarterMs) groups.set(at, emptyAt(at))
  for (const bucket of buckets) addTo(groups, bucket.at, bucket)
  return inOrder(groups)
}

function byDay(all: readonly SalesStats[], now: number): SalesGroup[] {
  const groups = new Map<number, SalesGroup>()
  for (const { buckets, timeZone = 'UTC' } of all) {
    const days = new LocalDays(knownZone(timeZone))
    const today = days.dayOf(now)
    const first = days.dayOf(buckets[0]!.at)
    for (let day = first; day <= today && day - first < daysMax; day += 1)
      if (!groups.has(day) && startOf(day, days.timeZone) !== null) groups.set(day, emptyAt(day * dayMs))
    for (const bucket of buckets) {
      const day = days.dayOf(bucket.at)
      addTo(groups, day, { ...bucket, at: day * dayMs })
    }
  }
  return inOrder(groups)
}

const emptyAt = (at: number): SalesGroup => ({ at, revenue: 0, orders: 0, units: 0 })

function addTo(
  groups: Map<number, SalesGroup>,
  key: number,
  { at, revenue, orders, units }: SalesBucket,
): void {
  const group = groups.get(key)
  if (group) {
    group.revenue += revenue
    group.orders += orders
    group.units += units
  } else groups.set(key, { at, revenue, orders, units })
}

const inOrder = (groups: ReadonlyMap<number, SalesGroup>): SalesGroup[] =>
  [...groups.values()].sort((one, other) => one.at - other.at)

/** Adds up several shops' figures, except for the time series. Pure. */
export function sumStats(all: readonly SalesStats[]): Omit<SalesStats, 'buckets'> | null {
  const [first] = all
  if (!first || all.length === 1) return first ?? null
  const sum = (field: 'revenue' | 'orders' | 'units' | 'waiting') =>
    all.reduce((total, stats) => total + stats[field], 0)
  return {
    ...first,
    since: Math.min(...all.map(({ since }) => since)),
    revenue: sum('revenue'),
    orders: sum('orders'),
    units: sum('units'),
    waiting: sum('waiting'),
    products: all.flatMap(({ products }) => products).sort((one, other) => other.units - one.units),
  }
}
