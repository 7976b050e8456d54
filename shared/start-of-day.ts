const dayMs = 24 * 60 * 60_000

/** When the day of `now` began in a time zone, also on a day on which its clocks are set. */
export function startOfDay(now: number, timeZone: string): number {
  const format = formatOf(timeZone)
  const start = now - timeOfDayMs(now, format)
  const off = timeOfDayMs(start, format)
  if (off === 0) return start
  // The clocks went back since midnight, or forward: the guess is late by what they went, or early.
  const mended = off < dayMs / 2 ? start - off : start + (dayMs - off)
  return timeOfDayMs(mended, format) === 0 ? mended : start
}

function timeOfDayMs(at: number, format: Intl.DateTimeFormat): number {
  const parts = format.formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0)
  return ((of('hour') * 60 + of('minute')) * 60 + of('second')) * 1_000 + (at % 1_000)
}

/** Making a format takes longer than all that is done with it; a market has few zones. */
const formats = new Map<string, Intl.DateTimeFormat>()
const formatsMax = 50

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  if (formats.size >= formatsMax) formats.clear()
  const made = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, made)
  return made
}
