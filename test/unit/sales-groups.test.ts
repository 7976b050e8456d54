import { expect, test } from 'vitest'
import { dayMs } from '../../shared/calendar.ts'
import type { SalesStats } from '../../shared/protocol/shapes.ts'
import { groupSales, sumStats } from '../../web/seller/overview/sales-groups.ts'

const at = (text: string): number => Date.parse(text)

const figures = (
  timeZone: string,
  starts: readonly string[],
  range: SalesStats['range'] = 'all',
): SalesStats => ({
  shopId: 1,
  range,
  timeZone,
  since: 0,
  bucketMs: 900_000,
  revenue: 100 * starts.length,
  orders: starts.length,
  units: starts.length,
  waiting: 0,
  buckets: starts.map((start) => ({ at: at(start), revenue: 100, orders: 1, units: 1 })),
  products: [],
})

const rows = (all: readonly SalesStats[], now: string) =>
  groupSales(all, at(now)).map(({ at: start, orders }) => [
    new Date(start).toISOString().slice(0, 10),
    orders,
  ])

test('[G6] a table of days uses the shop’s dates, including mornings and evenings', () => {
  const shop = figures('America/Los_Angeles', [
    '2026-03-07T15:00:00Z',
    '2026-03-09T06:45:00Z',
    '2026-03-09T07:00:00Z',
  ])
  expect(rows([shop], '2026-03-10T12:00:00Z')).toEqual([
    ['2026-03-07', 1],
    ['2026-03-08', 1],
    ['2026-03-09', 1],
    ['2026-03-10', 0],
  ])
})

test('[G6] a date that the zone skipped is not in the table', () => {
  const shop = figures('Pacific/Apia', ['2011-12-29T20:00:00Z', '2011-12-30T20:00:00Z'])
  expect(rows([shop], '2011-12-30T21:00:00Z')).toEqual([
    ['2011-12-29', 1],
    ['2011-12-31', 1],
  ])
})

test('[G6] shops in different zones are added up by date', () => {
  const [west, east] = [
    figures('America/Los_Angeles', ['2026-06-02T05:00:00Z']),
    figures('Asia/Tokyo', ['2026-05-31T16:00:00Z', '2026-06-01T16:00:00Z']),
  ]
  expect(rows([west, east], '2026-06-02T06:00:00Z')).toEqual([
    ['2026-06-01', 2],
    ['2026-06-02', 1],
  ])
  expect(sumStats([west, east])).toMatchObject({ orders: 3, revenue: 300 })
})

test('[G6] all days of ten years are rows, and the rows add up to the total', () => {
  const starts = Array.from({ length: 3_650 }, (_, day) =>
    new Date(at('2016-01-01T12:00:00Z') + day * dayMs).toISOString(),
  )
  const groups = groupSales([figures('Africa/Cairo', starts)], at(starts.at(-1)!))
  expect(groups).toHaveLength(3_650)
  expect(new Set(groups.map(({ orders }) => orders))).toEqual(new Set([1]))
})

test('[G6] a quarter of an hour that occurs twice has two rows', () => {
  const shop = figures('Europe/Berlin', ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'], 'today')
  const groups = groupSales([shop], at('2026-10-25T01:20:00Z'))
  expect(groups.map(({ orders }) => orders)).toEqual([1, 0, 0, 0, 1, 0])
})
