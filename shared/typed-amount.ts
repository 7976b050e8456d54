import { readAmount } from './money.ts'

/** "12" of "١٢" and "۱۲"; their decimal and thousands separators too. */
export const latinDigits = (typed: string): string =>
  typed
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replaceAll('٫', '.')
    .replaceAll('٬', ',')

const directionMarks = /[\u200e\u200f\u061c\u2066-\u2069]/g
/** Between digits, what some languages separate thousands with; before three digits only. */
const groupSpace = /(?<=\d)[\s'’](?=\d{3}(?!\d))/g

/**
 * Minor units of an amount as a person types it into a form: "5 €", "1.234,56", "1,234.56", "1 234,56", "١٢٫٥٠"; null
 * if it is no amount, is of another currency, or could mean two ("1,234").
 */
export function parseTyped(typed: string, digits: number, currency: string): number | null {
  let text = latinDigits(typed).replace(directionMarks, '').trim()
  for (const sign of signsOf(currency)) {
    if (text.toUpperCase().startsWith(sign)) text = text.slice(sign.length)
    else if (text.toUpperCase().endsWith(sign)) text = text.slice(0, -sign.length)
    else continue
    break
  }
  text = text.trim().replace(groupSpace, '')
  const amount = readAmount(text, digits, text.includes('.') ? '.' : null)
  return amount.kind === 'amount' ? amount.minor : null
}

/** "EUR" and "€", the longest first. */
function signsOf(currency: string): string[] {
  const written = (['symbol', 'narrowSymbol'] as const).map(
    (currencyDisplay) =>
      new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay })
        .formatToParts(0)
        .find(({ type }) => type === 'currency')?.value ?? currency,
  )
  return [...new Set([currency, ...written])]
    .sort((one, other) => other.length - one.length)
    .map((sign) => sign.toUpperCase())
}
