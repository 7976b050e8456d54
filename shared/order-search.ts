import type { Order } from './protocol/shapes.ts'
import { amountOf, fold, hasWords, numberOf, searchable, wordsOf } from './search-text.ts'

/** The searchable parts of an order: all that a list of orders displays, except the time. */
export type FoundOrder = Pick<Order, 'number' | 'pickupCode' | 'total'> & {
  readonly lines: readonly { readonly name: string }[]
}

/** The pickup code that was typed, in any case and with hyphens or blanks. */
export const pickupCodeOf = (typed: string): string => fold(typed).replaceAll(' ', '').toUpperCase()

/**
 * Which orders a seller's `find` means. Its rule is the same in the browser and on the server: the number, the code,
 * an amount as it is written, or all words in the buyer's name and the names of what was ordered. A number alone is
 * not searched in products' names: "12" means an order, and not every "Ticket 12". `foldText` may cache.
 */
export function orderSearch(
  find: string | undefined,
  currencyDigits: number,
  foldText: (text: string) => string = searchable,
): (order: FoundOrder, buyerName: () => string) => boolean {
  const words = wordsOf(find ?? '')
  if (find === undefined || words.length === 0) return () => true
  const number = numberOf(find)
  const code = pickupCodeOf(find)
  const amount = amountOf(find, currencyDigits)
  const isBareNumber = number !== null && /^[^\p{L}]*$/u.test(find)
  return (order, buyerName) => {
    if (order.number === number || order.pickupCode === code || order.total === amount) return true
    const name = foldText(buyerName())
    if (hasWords(name, words)) return true
    return (
      !isBareNumber && hasWords([name, ...order.lines.map((line) => foldText(line.name))].join('\n'), words)
    )
  }
}
