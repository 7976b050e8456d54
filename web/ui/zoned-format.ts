import { locale } from './language.ts'

/** Used without a zone: the browser's own. */
type Options = Omit<Intl.DateTimeFormatOptions, 'timeZone' | 'timeZoneName' | 'dateStyle' | 'timeStyle'>

/** "22 Nov 2026, 14:03". */
export const dayAndTime = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const satisfies Options

/**
 * Formats times in a zone and names it, as a receipt's reader may be in another one than the shop. Uses the browser's
 * own zone if the browser is too old to know the given one.
 */
export function zonedFormat(options: Options, timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    ...options,
    timeZone: knownZone(timeZone),
    timeZoneName: 'short',
  })
}

/** The zone if the browser knows it, else the browser's own. */
export function knownZone(timeZone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat(locale, { timeZone }).resolvedOptions().timeZone
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return new Intl.DateTimeFormat().resolvedOptions().timeZone
  }
}
