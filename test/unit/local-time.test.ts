import { expect, test } from 'vitest'
import { instantOf } from '../../web/seller/orders/local-time.ts'
import { localTimeOf } from '../../web/seller/search.ts'

test.for([
  ['2026-11-22T14:00', 'UTC', '2026-11-22T14:00:00Z'],
  ['2026-11-22T14:00', 'Europe/Berlin', '2026-11-22T13:00:00Z'],
  ['2026-07-22T14:00', 'Europe/Berlin', '2026-07-22T12:00:00Z'],
  ['2026-11-22T14:00', 'Asia/Kolkata', '2026-11-22T08:30:00Z'],
  ['2026-11-22T00:30', 'America/Los_Angeles', '2026-11-22T08:30:00Z'],
  // One hour before the clock was set forward, and one after.
  ['2026-03-29T01:30', 'Europe/Berlin', '2026-03-29T00:30:00Z'],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
] as const)('[calendar] %s in %s is %s', ([local, timeZone, instant]) => {
  expect(new Date(instantOf(local, timeZone)).toISOString()).toBe(new Date(instant).toISOString())
})

test('[calendar] only the format that browsers send is a local time', () => {
  expect(localTimeOf('2026-11-22T14:00')).toBe('2026-11-22T14:00')
  for (const other of ['', '2026-11-22', '2026-13-22T14:00', 'yesterday', 5, undefined])
    expect(localTimeOf(other)).toBeUndefined()
})
