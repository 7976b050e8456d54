import type { Product, Shop } from '../../../shared/protocol/shapes.ts'
import { amountOf, compareText, hasWords, searchable, wordsOf } from '../../../shared/search-text.ts'
import { textOf } from '../../store/product-text.ts'
import type { StorefrontSearch } from '../search.ts'

interface Market {
  readonly products: ReadonlyMap<number, Product>
  readonly shops: ReadonlyMap<number, Shop>
  readonly currencyDigits: number
}

/** The ids of the products that an address asks for, in the order that it asks for. */
export function chooseProducts(market: Market | null, search: StorefrontSearch): readonly number[] {
  if (!market) return []
  const matches = matching(market, search.q ?? '')
  return [...market.products.values()]
    .filter((product) => passes(product, search) && matches(product))
    .sort(orders[search.sort ?? 'newest'])
    .map((product) => product.id)
}

/** All categories of a market or of one shop, by name. */
export function categoriesOf(market: Market | null, shopId: number | undefined): readonly string[] {
  const found = new Set<string>()
  for (const product of market?.products.values() ?? []) {
    if (product.category && (shopId === undefined || product.shopId === shopId)) found.add(product.category)
  }
  return [...found].sort(compareText)
}

/** How many conditions besides the words are set; a shop's own page is none. */
export const countFilters = ({ category, shop, stock, min, max }: StorefrontSearch): number =>
  [category, shop, stock, min, max].filter((value) => value !== undefined).length

const passes = (product: Product, { category, shop, stock, min, max }: StorefrontSearch): boolean =>
  (category === undefined || product.category === category) &&
  (shop === undefined || product.shopId === shop) &&
  (stock === undefined || product.stock > 0) &&
  (min === undefined || product.price >= min) &&
  (max === undefined || product.price <= max)

/** All words in a product's texts and its shop's name, or its price as it is written. */
function matching({ shops, currencyDigits }: Market, q: string): (product: Product) => boolean {
  const words = wordsOf(q)
  if (words.length === 0) return () => true
  const amount = amountOf(q, currencyDigits)
  const shopTexts = new Map([...shops.values()].map(({ id, name }) => [id, searchable(name)]))
  return (product) =>
    product.price === amount || hasWords(`${textOf(product)}\n${shopTexts.get(product.shopId) ?? ''}`, words)
}

const byName = (a: Product, b: Product): number => compareText(a.name, b.name) || a.id - b.id

const orders: Record<NonNullable<StorefrontSearch['sort']>, (a: Product, b: Product) => number> = {
  newest: (a, b) => b.createdAt - a.createdAt || b.id - a.id,
  price: (a, b) => a.price - b.price || byName(a, b),
  'price-down': (a, b) => b.price - a.price || byName(a, b),
  name: byName,
}
