/**
 * Money is integer minor units of the market's one currency everywhere; these turn it into what people read
 * and type.
 */

/** How many minor digits a currency has (EUR 2, JPY 0). Throws a RangeError for what is no ISO 4217 code. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

const formats = new Map<string, Intl.NumberFormat>()

/** "€12.00" of 1200 and EUR, in the reader's language (the runtime's own when `locale` is absent). */
export function formatMoney(minor: number, currency: string, digits: number, locale?: string): string {
  const key = `${locale ?? ''} ${currency} ${digits}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formats.set(key, format)
  }
  return format.format(minor / 10 ** digits)
}

/** "12.00" of 1200: plain digits for a console or an input. */
export const toMajor = (minor: number, digits: number): string => (minor / 10 ** digits).toFixed(digits)

/**
 * Minor units of what a person typed ("12", "12.5", "12,50"); null when it is no amount, is negative, or has
 * more digits than the currency.
 */
export function parseMajor(typed: string, digits: number): number | null {
  const match = /^(\d{1,10})(?:[.,](\d*))?$/.exec(typed.trim())
  if (!match) return null
  const fraction = match[2] ?? ''
  if (fraction.length > digits) return null
  return Number(match[1]) * 10 ** digits + Number(fraction.padEnd(digits, '0') || '0')
}
