import type { SalesBucket, SalesStats } from '../../../shared/protocol/shapes.ts'
import { startOfDay } from '../../../shared/start-of-day.ts'

/** A bar of the plot and a row of its table. */
export interface SalesGroup {
  /** When it begins, in ms since 1970. */
  at: number
  revenue: number
  orders: number
  units: number
}

const quarterMs = 15 * 60_000
const dayMs = 24 * 60 * 60_000
const groupsMax = 400

/**
 * The buckets as one looks at them: a day by its quarters of an hour, longer ranges by the days of the shop's own
 * time zone; what had no sale is there too, so that a plot shows the gap. Pure.
 */
export function groupSales(stats: SalesStats, timeZone: string, now: number): SalesGroup[] {
  const first = stats.buckets[0]?.at
  if (first === undefined) return []
  return stats.range === 'today' ? byQuarter(stats.buckets, first, now) : byDay(stats.buckets, timeZone, now)
}

function byQuarter(buckets: readonly SalesBucket[], first: number, now: number): SalesGroup[] {
  const groups = new Map<number, SalesGroup>()
  for (let at = first; at <= now && groups.size < groupsMax; at += quarterMs) groups.set(at, emptyAt(at))
  for (const bucket of buckets) addTo(groups, bucket.at, bucket)
  return inOrder(groups)
}

function byDay(buckets: readonly SalesBucket[], timeZone: string, now: number): SalesGroup[] {
  const groups = new Map<number, SalesGroup>()
  const today = startOfDay(now, timeZone)
  const first = startOfDay(buckets[0]!.at, timeZone)
  // From noon to noon, so that the clocks' changes pass in between.
  for (let noon = first + dayMs / 2; noon <= today + dayMs && groups.size < groupsMax; noon += dayMs) {
    const at = startOfDay(noon, timeZone)
    if (at <= today) groups.set(at, emptyAt(at))
  }
  for (const bucket of buckets) addTo(groups, startOfDay(bucket.at, timeZone), bucket)
  return inOrder(groups)
}

const emptyAt = (at: number): SalesGroup => ({ at, revenue: 0, orders: 0, units: 0 })

function addTo(groups: Map<number, SalesGroup>, at: number, bucket: SalesBucket): void {
  const group = groups.get(at) ?? emptyAt(at)
  groups.set(at, {
    at,
    revenue: group.revenue + bucket.revenue,
    orders: group.orders + bucket.orders,
    units: group.units + bucket.units,
  })
}

const inOrder = (groups: ReadonlyMap<number, SalesGroup>): SalesGroup[] =>
  [...groups.values()].sort((one, other) => one.at - other.at)

/** Several shops' figures as one. Pure. */
export function sumStats(all: readonly SalesStats[]): SalesStats | null {
  const [first] = all
  if (!first || all.length === 1) return first ?? null
  const buckets = new Map<number, SalesGroup>()
  for (const stats of all) for (const bucket of stats.buckets) addTo(buckets, bucket.at, bucket)
  const sum = (field: 'revenue' | 'orders' | 'units' | 'waiting') =>
    all.reduce((total, stats) => total + stats[field], 0)
  return {
    ...first,
    since: Math.min(...all.map(({ since }) => since)),
    revenue: sum('revenue'),
    orders: sum('orders'),
    units: sum('units'),
    waiting: sum('waiting'),
    buckets: inOrder(buckets),
    products: all.flatMap(({ products }) => products).sort((one, other) => other.units - one.units),
  }
}
