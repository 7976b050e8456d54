/** Written when no zone is given: the reader's own. */
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
 * Writes times of a zone and says which zone that is: whoever reads a receipt may be in another one than the shop.
 * A zone that this browser is too old to know is not written in; then the reader's own is, and is named.
 */
export function zonedFormat(options: Options, timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(undefined, {
    ...options,
    timeZone: knownZone(timeZone),
    timeZoneName: 'short',
  })
}

/** A zone if this browser knows it, else the reader's own. */
export function knownZone(timeZone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat(undefined, { timeZone }).resolvedOptions().timeZone
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return new Intl.DateTimeFormat().resolvedOptions().timeZone
  }
}
