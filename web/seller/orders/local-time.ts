import { offsetAt } from '../../../shared/calendar.ts'

const localTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/

/** What `<input type="datetime-local">` gives and takes, or undefined. */
export const localTimeOf = (value: unknown): string | undefined =>
  typeof value === 'string' && localTime.test(value) && !Number.isNaN(Date.parse(`${value}Z`))
    ? value
    : undefined

/**
 * The instant at which the clock of a zone shows a local time, in ms since 1970. A time that the zone skipped is taken
 * as if its clock had not been set forward yet.
 */
export function instantOf(local: string, timeZone: string): number {
  const shown = Date.parse(`${local}Z`)
  return shown - offsetAt(shown - offsetAt(shown, timeZone), timeZone)
}
