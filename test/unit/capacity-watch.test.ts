import { pino } from 'pino'
import { expect, test } from 'vitest'
import { Capacity } from '../../server/capacity/capacity.ts'
import { CapacityWatch } from '../../server/capacity/capacity-watch.ts'
import { boundNames } from '../../shared/protocol/operator-messages.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

function setScene() {
  const lines: { msg: string; bound: string }[] = []
  const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const disk = { used: 0, max: 1_000 }
  const none = boundNames.map((name) => [name, () => null])
  const capacity = new Capacity({ ...Object.fromEntries(none), disk: () => disk })
  const clock = new VirtualClock()
  const watch = new CapacityWatch({ capacity, clock, logger, bounds: { watchDistanceMs: 1_000 } })
  return { lines, disk, clock, watch }
}

test('[logs] a bound that is nearly reached is logged once per level, and again only after it fell', async () => {
  const { lines, disk, watch } = setScene()
  const steps: [used: number, told: number][] = [
    [790, 0],
    [801, 1],
    [790, 1],
    [810, 1],
    [950, 2],
    [940, 2],
    [960, 2],
    [760, 2],
    [850, 2],
    [740, 2],
    [850, 3],
    [1_000, 4],
    [0, 4],
    [1_000, 5],
  ]
  for (const [used, told] of steps) {
    disk.used = used
    await watch.look()
    await watch.look()
    expect([used, lines.length]).toEqual([used, told])
  }
  expect(lines[0]).toMatchObject({
    bound: 'disk',
    used: 801,
    max: 1_000,
    msg: 'disk is 80 % full: see Shops, Capacity',
  })
  expect(lines[1]!.msg).toContain('95 %')
})

test('[logs] bounds are checked at intervals, and never after closing', async () => {
  const { lines, disk, clock, watch } = setScene()
  disk.used = 900
  watch.start()
  clock.tick(999)
  expect(lines).toEqual([])
  clock.tick(1)
  await expect.poll(() => clock.waiting).toBe(1)
  expect(lines).toHaveLength(1)
  watch.close()
  expect(clock.waiting).toBe(0)
})
