import type { Language } from '../../shared/language.ts'
import { locale } from './language.ts'

/** The forms of words for whole numbers, as the languages' rules in CLDR name them. */
export interface PluralForms {
  en: 'one' | 'other'
  de: 'one' | 'other'
  fr: 'one' | 'many' | 'other'
  es: 'one' | 'many' | 'other'
  ar: 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
}

/** The text for each form; `#` stands for the number. */
export type Forms<L extends Language> = Readonly<Record<PluralForms[L], string>>

/** A function that writes a number with the form of the words that a language has for it: "1 order", "4,312 orders". */
export function countedIn<L extends Language>(language: L): (count: number, forms: Forms<L>) => string {
  const rules = new Intl.PluralRules(language)
  return (count, forms) => {
    const form: string = (forms as Partial<Record<string, string>>)[rules.select(count)] ?? ''
    return form.replace('#', () => grouped(count))
  }
}

const formats = new Map<string, Intl.NumberFormat>()

function formatOf(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, options)
    formats.set(key, format)
  }
  return format
}

/** "4,312". */
export const grouped = (count: number): string => formatOf({}).format(count)

/** "0.5", with this many digits after the point. */
export const decimal = (value: number, digits: number): string =>
  formatOf({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value)

/** "85%", of 85. */
export const percent = (value: number): string => formatOf({ style: 'percent' }).format(value / 100)

/** "3 days", "1 hour". */
const units = (count: number, unit: 'day' | 'hour' | 'minute'): string =>
  formatOf({ style: 'unit', unit, unitDisplay: 'long' }).format(count)

/** "45 minutes", "2 hours", "3 days": in the largest unit that is exact. */
export function durationOf(minutes: number): string {
  if (minutes % 1_440 === 0) return units(minutes / 1_440, 'day')
  return minutes % 60 === 0 ? units(minutes / 60, 'hour') : units(minutes, 'minute')
}

/** "3 minutes", "2 hours": how long to wait, rounded up; `moment` if it is less than half a minute. */
export function waitOf(ms: number, moment: string): string {
  const minutes = Math.ceil(ms / 60_000)
  if (ms < 30_000) return moment
  return minutes < 90 ? units(minutes, 'minute') : units(Math.ceil(minutes / 60), 'hour')
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** "2.4 MB": in the largest unit with a value of at least 1, in steps of a thousand. */
export function bytesInWords(bytes: number): string {
  const step = Math.min(Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)), sizes.length - 1)
  const value = bytes / 1_000 ** step
  const maximumFractionDigits = step > 0 && value < 10 ? 1 : 0
  const unitDisplay = step > 0 ? 'short' : 'long'
  return formatOf({ style: 'unit', unit: sizes[step]!, unitDisplay, maximumFractionDigits }).format(value)
}
