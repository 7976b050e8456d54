/** When the day of `now` began in a time zone. An hour that the clocks skip or repeat today is not made up for. */
export function startOfDay(now: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(now)
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value ?? 0)
  const passedMs = ((of('hour') * 60 + of('minute')) * 60 + of('second')) * 1_000 + (now % 1_000)
  return now - passedMs
}
