/**
 * Local days and hours of any time zone and year, as `Intl` has them. A day is named by its number: whole days from
 * 1 January 1970 to its date, so days of different zones with the same date have the same number. Instants are in
 * ms since 1970.
 */

export const hourMs = 60 * 60_000
export const dayMs = 24 * hourMs

/** No zone was ever further from UTC. */
const offsetMsMax = 16 * hourMs
/** A zone's clocks never change twice within this time. */
const changeDistanceMs = 25 * hourMs

/**
 * The first instant with a local date, which is not 00:00 on every day; null for a date that the zone skipped. If
 * clocks go back across midnight, some instants after it belong to the day before again.
 */
export function startOf(day: number, timeZone: string): number | null {
  const key = `${day} ${timeZone}`
  const known = starts.get(key)
  if (known !== undefined) return known
  if (starts.size >= startsMax) starts.clear()
  const start = findStart(day, timeZone)
  starts.set(key, start)
  return start
}

/** Finding a start takes a few µs, and a list of days needs thousands, again and again. */
const starts = new Map<string, number | null>()
const startsMax = 50_000

function findStart(day: number, timeZone: string): number | null {
  const offset = offsetAt(day * dayMs, timeZone)
  const midnight = day * dayMs - offset
  const isSettled =
    offsetAt(midnight, timeZone) === offset && offsetAt(midnight - changeDistanceMs, timeZone) === offset
  return isSettled ? midnight : searchStart(day, timeZone)
}

/** The first instant of the local hour of an instant: the clock shows it, or was set to a time within it. */
export function startOfHour(at: number, timeZone: string): number {
  const offset = offsetAt(at, timeZone)
  const start = at - modulo(at + offset, hourMs)
  return offsetAt(start, timeZone) === offset ? start : changeBetween(start, at, timeZone)
}

/** How far the local clock is ahead of UTC, in ms. */
export function offsetAt(at: number, timeZone: string): number {
  const { format, order } = clockOf(timeZone)
  // Parsing the text takes a third of the time of `formatToParts`.
  const text = format.format(at)
  const numbers = text.match(/\d+/g) ?? []
  const [year, month, day, hour, minute, second] = order.map((place) => Number(numbers[place]))
  const shown = new Date(0)
  shown.setUTCFullYear(text.includes('B') ? 1 - year! : year!, month! - 1, day)
  shown.setUTCHours(hour!, minute, second)
  return shown.getTime() - Math.floor(at / 1_000) * 1_000
}

/** Finds the days of instants in one zone; repeated instants of the same day cost nothing. */
export class LocalDays {
  readonly timeZone: string
  #from = 0
  #until = 0
  #day = 0

  constructor(timeZone: string) {
    this.timeZone = timeZone
  }

  /** The number of the local date at an instant. */
  dayOf(at: number): number {
    if (at >= this.#from && at < this.#until) return this.#day
    const offset = offsetAt(at, this.timeZone)
    const day = Math.floor((at + offset) / dayMs)
    const from = day * dayMs - offset
    const isOneStretch = [from, from + dayMs - 1].every((end) => offsetAt(end, this.timeZone) === offset)
    if (isOneStretch) {
      this.#from = from
      this.#until = from + dayMs
      this.#day = day
    }
    return day
  }
}

/** Searches each period of one offset in which the date may occur. */
function searchStart(day: number, timeZone: string): number | null {
  const end = (day + 1) * dayMs + offsetMsMax
  for (let from = day * dayMs - offsetMsMax; from < end; ) {
    const offset = offsetAt(from, timeZone)
    const until = endOfStretch(from, offset, end, timeZone)
    const first = Math.max(from, day * dayMs - offset)
    if (first < until && first + offset < (day + 1) * dayMs) return first
    from = until
  }
  return null
}

/** The first instant after `from` with another offset; `end` if there is none before it. */
function endOfStretch(from: number, offset: number, end: number, timeZone: string): number {
  for (let at = from; at < end; at += hourMs)
    if (offsetAt(at + hourMs, timeZone) !== offset) return changeBetween(at, at + hourMs, timeZone)
  return end
}

/** The first instant that has the offset of `after`, and not that of `before`. */
function changeBetween(before: number, after: number, timeZone: string): number {
  const offset = offsetAt(after, timeZone)
  let [early, late] = [before, after]
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (offsetAt(middle, timeZone) === offset) late = middle
    else early = middle
  }
  return late
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by

interface ZoneClock {
  format: Intl.DateTimeFormat
  /** Which of the numbers in the formatted text are year, month, day, hour, minute and second. */
  order: number[]
}

/** Creating a format takes longer than all uses of it. A market has few zones. */
const clocks = new Map<string, ZoneClock>()
const clocksMax = 50
const fields = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const

function clockOf(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone)
  if (known) return known
  if (clocks.size >= clocksMax) clocks.clear()
  const numeric = Object.fromEntries(fields.map((field) => [field, 'numeric']))
  const format = new Intl.DateTimeFormat('en-US', {
    ...numeric,
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
  })
  const parts = format.formatToParts(0).filter(({ value }) => /^\d+$/.test(value))
  const order = fields.map((field) => parts.findIndex(({ type }) => type === field))
  const clock = { format, order }
  clocks.set(timeZone, clock)
  return clock
}
