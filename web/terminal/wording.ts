import type { MarketView } from '../../shared/market-view.ts'
import { toMajor } from '../../shared/money.ts'
import type { Order, Product } from '../../shared/protocol/shapes.ts'
import { type Refusal, refusalSentences } from '../../shared/refusals.ts'
import { waitOf } from '../ui/plurals.ts'

/** The texts of the shop, line by line. */

type Money = Pick<MarketView, 'currency' | 'currencyDigits'>

/** What is in stock, as a table; prices in whole currency. */
export function productList(products: Iterable<Product>, { currencyDigits }: Money): string[] {
  const rows = [...products]
    .filter(({ stock }) => stock > 0)
    .sort((one, other) => one.id - other.id)
    .map(({ id, name, price, stock }) => [`${id}`, name, toMajor(price, currencyDigits), `${stock}`])
  if (rows.length === 0) return ['Product List:', 'Nothing is in stock.']
  return ['Product List:', ...table([['ID', 'Name', 'Price', 'Quantity'], ...rows])]
}

/** Columns as wide as their widest cell; the second one, of names, is aligned left. */
function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))))
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const blanks = ' '.repeat(widths[column]! - widthOf(cell))
        return column === 1 ? cell + blanks : blanks + cell
      })
      .join('  '),
  )
}

const widthOf = (text: string): number => [...text].length

export function purchased(
  { number, pickupCode, total }: Order,
  { currency, currencyDigits }: Money,
): string[] {
  return [
    'Product purchased successfully.',
    `Order ${number}, pickup code ${pickupCode}, total ${toMajor(total, currencyDigits)} ${currency}.`,
  ]
}

export const notForSale = 'Product not found or out of stock.'

/** Why something was refused, as a sentence. */
export function refusalText(refusal: Refusal, { currencyDigits }: Money): string {
  switch (refusal.code) {
    case 'not_found':
      return 'Product not found.'
    case 'out_of_stock':
      return refusal.available > 0 ? `${notForSale} There are ${refusal.available} left.` : notForSale
    case 'price_changed':
      return `The price has changed: it is ${toMajor(refusal.price, currencyDigits)} now.`
    case 'limit_reached':
      return `Limit ${refusal.limit} per customer; you can have ${refusal.left} more.`
    case 'invalid':
      return [refusal.message, ...refusal.issues.map(({ path, message }) => `${path}: ${message}`)].join(' ')
    case 'too_many_requests':
      return `${refusal.message} Try again in ${waitOf(refusal.retryAfterMs, 'a moment')}.`
    case 'market_full':
      return refusal.message
    default:
      // A newer server may use codes that this client does not know.
      return refusalSentences[refusal.code] ?? refusal.message
  }
}
