import { expect, test } from 'vitest'
import { bounds as serverBounds } from '../../server/bounds.ts'
import { TickScheduler } from '../../server/broadcast/tick-scheduler.ts'

const bounds = {
  ...serverBounds.broadcast,
  tickMs: 50,
  tickMsMax: 200,
  busyEntriesMin: 100,
  busyTickFactor: 10,
  busyTickMsMax: 100,
  freshJoinsPerTickMax: 20,
  crowdJoinsPerSecondMin: 500,
  crowdTickFactor: 8,
  crowdTickMsMax: 800,
}

/** The distances of ticks that take `tookMs`, `workedMs` of it work, while so many clients join a second. */
function distancesMs(ticks: { tookMs: number; workedMs: number; joinsPerSecond: number }[]): number[] {
  const pace = new TickScheduler(bounds)
  let now = 0
  return ticks.map(({ tookMs, workedMs, joinsPerSecond }) => {
    const joins = (ms: number): void => {
      for (let come = 0; come < (joinsPerSecond * ms) / 1_000; come += 1) pace.joined()
    }
    pace.began(now)
    joins(tookMs)
    pace.ended(now + tookMs, workedMs)
    const distance = tookMs + pace.due(now + tookMs)
    joins(distance - tookMs)
    now += distance
    return distance
  })
}

const repeated = <Tick>(tick: Tick, times = 4): Tick[] => Array.from({ length: times }, () => tick)

test('[broadcast] a tick rests half as long again as it took, within its bounds', () => {
  const tick = (tookMs: number) => ({ tookMs, workedMs: tookMs, joinsPerSecond: 0 })
  expect(distancesMs([1, 30, 40, 100, 150, 300].map(tick))).toEqual([50, 50, 60, 150, 200, 300])
})

test('[broadcast] the time that other work took during a tick delays the next one by as much again', () => {
  const busy = (workedMs: number) => ({ tookMs: 60, workedMs, joinsPerSecond: 0 })
  expect(distancesMs([60, 50, 20, 1].map(busy))).toEqual([90, 100, 130, 149])
  const slow = { tookMs: 120, workedMs: 10, joinsPerSecond: 0 }
  expect(distancesMs([slow])).toEqual([200])
})

test('[broadcast] while large groups become durable, ticks work for a tenth of the time, and are not far apart', () => {
  const pace = new TickScheduler(bounds)
  const distanceMs = (entries: number[], workedMs: number): number => {
    pace.began(0)
    for (const each of entries) pace.committed(each)
    pace.ended(workedMs, workedMs)
    return workedMs + pace.due(workedMs)
  }
  expect(distanceMs([99, 99], 8)).toBe(50)
  expect(distanceMs([3, 250, 3], 8)).toBe(80)
  expect(distanceMs([], 8)).toBe(50)
  expect(distanceMs([100], 2)).toBe(50)
  expect(distanceMs([250], 30)).toBe(100)
  expect(distanceMs([250], 80)).toBe(120)
})

test('[G8] while a crowd joins, ticks work for an eighth of the time, and for more only at their bound', () => {
  const crowd = (workedMs: number) => ({ tookMs: 2 * workedMs, workedMs, joinsPerSecond: 1_500 })
  expect(distancesMs(repeated(crowd(40))).slice(2)).toEqual([320, 320])
  expect(distancesMs(repeated(crowd(200))).slice(2)).toEqual([800, 800])
})

test('[G8] a crowd does not slow down cheap ticks, and clients that join and leave all day slow down none', () => {
  const small = { tookMs: 4, workedMs: 2, joinsPerSecond: 2_000 }
  expect(distancesMs(repeated(small))).toEqual([50, 50, 50, 50])
  const churn = { tookMs: 100, workedMs: 80, joinsPerSecond: 300 }
  expect(distancesMs(repeated(churn, 8))).toEqual(repeated(170, 8))
})

test('[G8] once the crowd has joined, ticks are as frequent as before', () => {
  const crowd = { tookMs: 100, workedMs: 80, joinsPerSecond: 1_500 }
  const calm = { tookMs: 100, workedMs: 80, joinsPerSecond: 0 }
  const distances = distancesMs([...repeated(crowd), ...repeated(calm)])
  expect(distances.slice(2, 4)).toEqual([640, 640])
  expect(distances.slice(-2)).toEqual([170, 170])
})
