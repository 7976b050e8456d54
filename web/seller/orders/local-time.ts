import { offsetAt } from '../../../shared/calendar.ts'

/**
 * The instant at which the clock of a zone shows a local time, in ms since 1970. A time that the zone skipped is taken
 * as if its clock had not been set forward yet.
 */
export function instantOf(local: string, timeZone: string): number {
  const shown = Date.parse(`${local}Z`)
  return shown - offsetAt(shown - offsetAt(shown, timeZone), timeZone)
}
