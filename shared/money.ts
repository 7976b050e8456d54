/** Amounts are integer minor units of the market's one currency. These functions read and write them as people do. */

/** How many minor digits a currency has (EUR 2, JPY 0). Throws a RangeError if it is no ISO 4217 code. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** How a currency is named: CA$12.00, $12.00, CAD 12.00. */
type CurrencyDisplay = 'symbol' | 'narrowSymbol' | 'code'

const formats = new Map<string, Intl.NumberFormat>()

/** "€12.00" of 1200 and EUR, in the reader's language (the runtime's own when `locale` is absent). */
export function formatMoney(
  minor: number,
  currency: string,
  digits: number,
  locale?: string,
  currencyDisplay: CurrencyDisplay = 'symbol',
): string {
  const key = `${locale ?? ''} ${currency} ${digits} ${currencyDisplay}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formats.set(key, format)
  }
  return format.format(minor / 10 ** digits)
}

/** "12.00" of 1200: plain digits for a console, an input or a file. */
export function toMajor(minor: number, digits: number): string {
  if (digits === 0) return String(minor)
  const text = String(minor).padStart(digits + 1, '0')
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

export type DecimalSeparator = '.' | ','

/** The meaning of a written amount: minor units, one of two numbers, or none. */
export type Amount =
  | { kind: 'amount'; minor: number }
  /** "1,000" is one or one thousand, depending on who wrote it. */
  | { kind: 'ambiguous'; asDecimal: string; asGrouped: string }
  | { kind: 'invalid' }

const plainForm = /^(\d{1,10})(?:([.,])(\d{0,12}))?$/
/** Digits in groups of three, with the other separator before a fraction, if there is one. */
const groupedForm = /^([1-9]\d{0,2}([.,])\d{3}(?:\2\d{3}){0,2})(?:(?!\2)[.,](\d{0,12}))?$/

/**
 * Reads an amount as people and programs write it: "12", "12.5", "12,50", "1,234.50", "1.234,50". If one
 * separator and three digits follow the first one to three, `decimal` decides; without it they are ambiguous.
 */
export function readAmount(written: string, digits: number, decimal: DecimalSeparator | null): Amount {
  const text = written.trim()
  const plain = plainForm.exec(text)
  const grouped = groupedForm.exec(text)
  if (plain && grouped) {
    const [, whole = '', separator, fraction = ''] = plain
    const [asDecimal, asGrouped] = [`${whole}.${fraction}`, whole + fraction]
    if (decimal === null) return { kind: 'ambiguous', asDecimal, asGrouped }
    return decimal === separator ? amountOf(whole, fraction, digits) : amountOf(asGrouped, '', digits)
  }
  if (plain) return amountOf(plain[1] ?? '', plain[3] ?? '', digits)
  if (grouped) return amountOf((grouped[1] ?? '').replace(/[.,]/g, ''), grouped[3] ?? '', digits)
  return { kind: 'invalid' }
}

/** The decimal separator of a written amount; null if it has none, or it is not certain which. */
export function provenSeparator(written: string): DecimalSeparator | null {
  const text = written.trim()
  const plain = plainForm.exec(text)
  const grouped = groupedForm.exec(text)
  if (plain && grouped) return null
  if (grouped) return grouped[2] === '.' ? ',' : '.'
  return plain?.[3] ? (plain[2] as DecimalSeparator) : null
}

/** "1200.00" is an amount of yen too, as spreadsheets write it. Any other superfluous digit makes it invalid. */
function amountOf(whole: string, fraction: string, digits: number): Amount {
  const isTooFine = fraction.length > Math.max(digits, 2) || /[1-9]/.test(fraction.slice(digits))
  if (isTooFine) return { kind: 'invalid' }
  return { kind: 'amount', minor: Number(whole + fraction.slice(0, digits).padEnd(digits, '0')) }
}

/**
 * Minor units of what a person typed ("12", "12.5", "12,50"); null if it is no amount, is negative, is grouped in
 * thousands, or has more digits than the currency. It reads whatever {@link toMajor} writes.
 */
export function parseMajor(typed: string, digits: number): number | null {
  const amount = readAmount(typed, digits, typed.includes('.') ? '.' : null)
  return amount.kind === 'amount' && plainForm.test(typed.trim()) ? amount.minor : null
}
