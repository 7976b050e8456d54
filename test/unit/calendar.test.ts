import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs, hourMs, LocalDays, offsetAt, startOf, startOfHour } from '../../shared/calendar.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

const at = (text: string): number => Date.parse(text)
const day = (date: string): number => Date.parse(date) / dayMs
const dayOf = (instant: number, timeZone: string): number => new LocalDays(timeZone).dayOf(instant)

/** The date that `Intl` gives for an instant, by a function that the calendar does not use. */
const dateWritten = (instant: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
    .format(instant)
    .slice(0, 10)

describe('[G6] a day starts at the first instant that has its date', () => {
  test.each([
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z', 'at 01:00, since 00:00 does not exist'],
    ['Africa/Cairo', '2026-04-25', '2026-04-24T21:00:00Z', 'the day after'],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00Z', 'at 01:00'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00Z', 'at 01:00'],
    ['Asia/Beirut', '2026-03-29', '2026-03-28T22:00:00Z', 'at 01:00'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00Z', '00:00 happens twice: the first'],
    ['America/St_Johns', '2005-10-30', '2005-10-30T02:30:00Z', 'for one minute, and again an hour later'],
    ['Australia/Lord_Howe', '2026-04-05', '2026-04-04T13:00:00Z', 'a day of 24.5 hours'],
    ['Asia/Kolkata', '2026-06-01', '2026-05-31T18:30:00Z', 'half an hour off'],
    ['Asia/Kathmandu', '2026-06-01', '2026-05-31T18:15:00Z', 'a quarter of an hour off'],
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00Z', 'before the skipped day'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z', 'after the skipped day'],
    ['Pacific/Kiritimati', '2026-01-01', '2025-12-31T10:00:00Z', 'first of all'],
    ['America/Los_Angeles', '2026-03-08', '2026-03-08T08:00:00Z', 'a day of 23 hours'],
    ['America/Los_Angeles', '2026-11-01', '2026-11-01T07:00:00Z', 'a day of 25 hours'],
    ['America/New_York', '1850-01-01', '1850-01-01T04:56:02Z', 'an offset with seconds'],
    ['Africa/Monrovia', '1960-01-01', '1960-01-01T00:44:30Z', 'an offset with half a minute'],
    ['America/Juneau', '1867-10-18', '1867-10-17T08:57:41Z', 'a date that came twice'],
    ['Pacific/Kwajalein', '1993-08-20', '1993-08-20T12:00:00Z', 'before the skipped day'],
    ['UTC', '1970-01-01', '1970-01-01T00:00:00Z', 'nowhere'],
  ])('%s %s', (timeZone, date, start) => {
    expect(dateWritten(at(start), timeZone)).toBe(date)
    expect(dateWritten(at(start) - 1, timeZone)).not.toBe(date)
    expect(startOf(day(date), timeZone)).toBe(at(start))
  })

  test('[calendar] a date that a time zone skipped has no start', () => {
    expect(startOf(day('2011-12-30'), 'Pacific/Apia')).toBeNull()
    expect(startOf(day('1993-08-21'), 'Pacific/Kwajalein')).toBeNull()
    expect(startOf(day('1994-12-31'), 'Pacific/Kiritimati')).toBeNull()
  })

  test('[calendar] years before 1 use astronomical numbering, with a year 0', () => {
    expect(dayOf(at('-000001-03-01T12:00:00Z'), 'UTC')).toBe(at('-000001-03-01T00:00:00Z') / dayMs)
    expect(offsetAt(at('0000-06-01T12:00:00Z'), 'UTC')).toBe(0)
    expect(offsetAt(at('0099-06-01T12:00:00Z'), 'UTC')).toBe(0)
  })
})

test('[G6] today in Cairo starts today, even if 00:00 does not exist', () => {
  const today = dayOf(at('2026-04-24T10:00:00Z'), 'Africa/Cairo')
  expect(startOf(today, 'Africa/Cairo')).toBe(at('2026-04-23T22:00:00Z'))
})

/** Any zone at any time in its history, more often near changes of its clocks. */
const zones = Intl.supportedValuesOf('timeZone')
const instants = fc.oneof(
  fc.integer({ min: at('1800-01-01'), max: at('2150-01-01') }),
  fc.integer({ min: at('1970-01-01'), max: at('2040-01-01') }),
)

/** An instant near the zone's last clock change before `instant`; itself if there was none for a year. */
function nearChange(instant: number, timeZone: string, distance: number): number {
  for (let late = instant; late > instant - 366 * dayMs; late -= 4 * dayMs) {
    if (offsetAt(late, timeZone) === offsetAt(late - 4 * dayMs, timeZone)) continue
    let [before, after] = [late - 4 * dayMs, late]
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2)
      if (offsetAt(middle, timeZone) === offsetAt(late, timeZone)) after = middle
      else before = middle
    }
    return after + distance
  }
  return instant
}

const distances = fc.oneof(
  fc.constantFrom(-1, 0, 1, -1_000, 60_000, hourMs, -hourMs),
  fc.integer({ min: -2 * dayMs, max: 2 * dayMs }),
)

test('[G6] in every zone and year, an instant belongs to one day, which starts at the first instant with its date', () => {
  for (const timeZone of zones) {
    const days = new LocalDays(timeZone)
    assertHolds(
      fc.property(instants, distances, fc.boolean(), (instant, distance, isNear) => {
        const moment = isNear ? nearChange(instant, timeZone, distance) : instant
        const number = dayOf(moment, timeZone)
        expect(new Date(number * dayMs).toISOString().slice(0, 10)).toBe(dateWritten(moment, timeZone))
        expect(days.dayOf(moment)).toBe(number)
        const start = startOf(number, timeZone) ?? Number.NaN
        expect(start).toBeLessThanOrEqual(moment)
        expect(dayOf(start, timeZone)).toBe(number)
        expect(dayOf(start - 1, timeZone)).not.toBe(number)
        // Days start in order, and a skipped one has no start.
        for (const other of [number - 1, number + 1]) {
          const otherStart = startOf(other, timeZone)
          if (otherStart === null) continue
          expect(Math.sign(otherStart - start)).toBe(other - number)
          expect(dayOf(otherStart, timeZone)).toBe(other)
        }
        // No instant of the 50 hours before has the date.
        for (let earlier = start - 1; earlier > start - 50 * hourMs; earlier -= 1.7 * hourMs)
          expect(dayOf(Math.floor(earlier), timeZone)).not.toBe(number)
      }),
      { numRuns: 4, seed: 1 },
    )
  }
}, 120_000)

test('[G6] in every zone, hours are those of the local clock', () => {
  for (const timeZone of zones) {
    assertHolds(
      fc.property(instants, distances, (instant, distance) => {
        const moment = nearChange(instant, timeZone, distance)
        const start = startOfHour(moment, timeZone)
        const clockAt = (time: number) => Math.floor((time + offsetAt(time, timeZone)) / hourMs)
        expect(moment - start).toBeGreaterThanOrEqual(0)
        expect(moment - start).toBeLessThan(hourMs)
        expect(clockAt(start)).toBe(clockAt(moment))
        const isSameStretch =
          clockAt(start - 1) === clockAt(start) && offsetAt(start - 1, timeZone) === offsetAt(start, timeZone)
        expect(isSameStretch).toBe(false)
      }),
      { numRuns: 2, seed: 2 },
    )
  }
}, 120_000)
