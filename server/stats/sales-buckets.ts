import { dayMs, hourMs, offsetAt, startOf, startOfHour } from '../../shared/calendar.ts'
import type { SalesBucket } from '../../shared/protocol/shapes.ts'

export const quarterMs = 15 * 60_000

/** If there are more, they are merged into longer buckets; days are never merged. */
const bucketsMax = 3_000
const quartersPerHour = hourMs / quarterMs

export type Tally = Omit<SalesBucket, 'at'>

/** A local day, and its quarters of an hour by their start. */
export interface Day extends Tally {
  quarters: ReadonlyMap<number, Tally>
}

/**
 * What was sold on some days, oldest first, in buckets of a quarter of an hour, a local hour or a local day: the
 * shortest that are not too many. Their sums are those of the days.
 */
export function bucketsOf(
  days: readonly (readonly [day: number, sales: Day])[],
  timeZone: string,
): { bucketMs: number; buckets: SalesBucket[] } {
  const quarters = days.reduce((sum, [, day]) => sum + day.quarters.size, 0)
  if (quarters <= bucketsMax)
    return { bucketMs: quarterMs, buckets: days.flatMap((day) => quartersOf(day, timeZone)) }
  // An hour has at most four quarters: with more than this there must be too many hours.
  if (quarters <= bucketsMax * quartersPerHour && days.length <= bucketsMax) {
    const hours = days.flatMap((day) => hoursOf(day, timeZone))
    if (hours.length <= bucketsMax) return { bucketMs: hourMs, buckets: hours }
  }
  return { bucketMs: dayMs, buckets: days.flatMap(([day, sales]) => bucketOf(startIn(day, timeZone), sales)) }
}

const startIn = (day: number, timeZone: string): number => startOf(day, timeZone) ?? day * dayMs

/** None if everything was cancelled. */
const bucketOf = (at: number, { revenue, orders, units }: Tally): SalesBucket[] =>
  orders === 0 ? [] : [{ at, revenue, orders, units }]

/** If a day starts within a quarter of an hour of UTC, its first bucket starts with the day. */
function quartersOf([day, { quarters }]: readonly [number, Day], timeZone: string): SalesBucket[] {
  const start = startIn(day, timeZone)
  return [...quarters]
    .sort(([one], [other]) => one - other)
    .flatMap(([at, tally]) => bucketOf(Math.max(at, start), tally))
}

function hoursOf(day: readonly [number, Day], timeZone: string): SalesBucket[] {
  const startOfHourAt = hoursOfDay(day[0], timeZone)
  const hours = new Map<number, SalesBucket>()
  for (const { at, revenue, orders, units } of quartersOf(day, timeZone)) {
    const start = startOfHourAt(at)
    const hour = hours.get(start)
    if (hour) {
      hour.revenue += revenue
      hour.orders += orders
      hour.units += units
    } else hours.set(start, { at: start, revenue, orders, units })
  }
  return [...hours.values()]
}

/** On most days the offset does not change, and an hour's start is found without the calendar. */
function hoursOfDay(day: number, timeZone: string): (at: number) => number {
  const start = startIn(day, timeZone)
  const offset = offsetAt(start, timeZone)
  const isPlain = start === day * dayMs - offset && offsetAt(start + dayMs - 1, timeZone) === offset
  return isPlain
    ? (at) => start + Math.floor((at - start) / hourMs) * hourMs
    : (at) => startOfHour(at, timeZone)
}
