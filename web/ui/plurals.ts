/** The language of all texts. Numbers and money follow the browser's language. */
const rules = new Intl.PluralRules('en')
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
const numbers = new Intl.NumberFormat('en')

/** "1 order", "4,312 orders": the grouped number with the matching form of the word. */
export const counted = (count: number, one: string, other: string): string =>
  `${numbers.format(count)} ${rules.select(count) === 'one' ? one : other}`

const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }

/** "87th". */
export const ordinal = (count: number): string =>
  numbers.format(count) + (endings[ordinals.select(count)] ?? 'th')

/** "45 minutes", "2 hours", "3 days": in the largest unit that is exact. */
export function durationOf(minutes: number): string {
  if (minutes % 1_440 === 0) return counted(minutes / 1_440, 'day', 'days')
  return minutes % 60 === 0 ? counted(minutes / 60, 'hour', 'hours') : counted(minutes, 'minute', 'minutes')
}

/** "a moment", "3 minutes", "2 hours": how long to wait, rounded up. */
export function waitOf(ms: number): string {
  const minutes = Math.ceil(ms / 60_000)
  if (ms < 30_000) return 'a moment'
  return minutes < 90
    ? counted(minutes, 'minute', 'minutes')
    : counted(Math.ceil(minutes / 60), 'hour', 'hours')
}

/** "4,312". */
export const grouped = (count: number): string => numbers.format(count)
