import { parseMajor, toMajor } from '../../shared/money.ts'
import { limits } from '../../shared/protocol/limits.ts'
import type { Product } from '../../shared/protocol/shapes.ts'
import { isSameText } from '../../shared/search-text.ts'

/** Parses what people type. */

/** A parsed value, or a sentence that says what is expected. */
export type Typed<Value> = { kind: 'understood'; value: Value } | { kind: 'unclear'; hint: string }

const understood = <Value>(value: Value): Typed<Value> => ({ kind: 'understood', value })
const unclear = (hint: string): Typed<never> => ({ kind: 'unclear', hint })

/** A whole number from `min` to `max`. An empty line means `otherwise`, if it is given. */
export function parseQuantity(
  typed: string,
  { min, max, otherwise }: { min: number; max: number; otherwise?: number },
): Typed<number> {
  const digits = typed.trim()
  if (digits === '' && otherwise !== undefined) return understood(otherwise)
  const quantity = /^\d{1,10}$/.test(digits) ? Number(digits) : Number.NaN
  return quantity >= min && quantity <= max
    ? understood(quantity)
    : unclear(`Invalid quantity: type a whole number from ${min} to ${max}.`)
}

/** An amount of whole currency ("2000", "12.5") in minor units. */
export function parsePrice(typed: string, currencyDigits: number): Typed<number> {
  const price = parseMajor(typed, currencyDigits)
  return price !== null && price <= limits.priceMax
    ? understood(price)
    : unclear(`Invalid price: type an amount like ${toMajor(10 ** currencyDigits * 12, currencyDigits)}.`)
}

/** The result of a search by name: one product, none, or several of the same name. */
export type Found = { kind: 'one'; product: Product } | { kind: 'none' } | { kind: 'several'; ids: number[] }

/** Finds a product by its name, exact or folded, or by its id ("12" or "#12"). A name takes precedence. */
export function findProduct(products: Iterable<Product>, typed: string): Found {
  const wanted = typed.trim()
  if (wanted === '') return { kind: 'none' }
  const all = [...products]
  const named = all.filter(({ name }) =>
    wanted.startsWith('#') ? name === wanted : isSameText(name, wanted),
  )
  if (named.length > 1) return { kind: 'several', ids: named.map(({ id }) => id) }
  const id = /^#?(\d{1,15})$/.exec(wanted)?.[1]
  const product = named[0] ?? all.find((each) => each.id === Number(id))
  return product ? { kind: 'one', product } : { kind: 'none' }
}
