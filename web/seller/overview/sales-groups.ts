import { dayMs, LocalDays, startOf } from '../../../shared/calendar.ts'
import type { SalesBucket, SalesStats } from '../../../shared/protocol/shapes.ts'
import { knownZone } from '../../ui/zoned-format.ts'

const quarterMs = 15 * 60_000
const quartersMax = 400
/** With more days than this, those without sales are left out. */
const daysMax = 4_000

/**
 * Shops' figures as a plot and its table show them: a day by its quarters of an hour, longer ranges by days, each shop's
 * by its own time zone. A day starts at 00:00 UTC of its date, so that days are equally wide and have one name in every
 * zone. Times without a sale are included, so that a plot shows the gap. Pure.
 */
export function groupSales(all: readonly SalesStats[], now: number): SalesBucket[] {
  const sold = all.filter(({ buckets }) => buckets.length > 0)
  if (sold.length === 0) return []
  const groups = sold[0]!.range === 'today' ? byQuarter(sold, now) : byDay(sold, now)
  return [...groups.values()].sort((one, other) => one.at - other.at)
}

type Groups = Map<number, SalesBucket>

/** By quarter of an hour; one that happens twice when clocks go back appears twice. */
function byQuarter(all: readonly SalesStats[], now: number): Groups {
  const groups: Groups = new Map()
  const buckets = all.flatMap((stats) => stats.buckets)
  const first = Math.min(...buckets.map(({ at }) => at))
  for (let at = first; at <= now && groups.size < quartersMax; at += quarterMs) groups.set(at, emptyAt(at))
  for (const bucket of buckets) addTo(groups, bucket)
  return groups
}

function byDay(all: readonly SalesStats[], now: number): Groups {
  const groups: Groups = new Map()
  for (const { buckets, timeZone = 'UTC' } of all) {
    const days = new LocalDays(knownZone(timeZone))
    const today = days.dayOf(now)
    const first = days.dayOf(buckets[0]!.at)
    for (let day = first; day <= today && day - first < daysMax; day += 1) {
      const at = day * dayMs
      if (!groups.has(at) && startOf(day, days.timeZone) !== null) groups.set(at, emptyAt(at))
    }
    for (const bucket of buckets) addTo(groups, { ...bucket, at: days.dayOf(bucket.at) * dayMs })
  }
  return groups
}

const emptyAt = (at: number): SalesBucket => ({ at, revenue: 0, orders: 0, units: 0 })

function addTo(groups: Groups, { at, revenue, orders, units }: SalesBucket): void {
  const group = groups.get(at) ?? emptyAt(at)
  group.revenue += revenue
  group.orders += orders
  group.units += units
  groups.set(at, group)
}

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
