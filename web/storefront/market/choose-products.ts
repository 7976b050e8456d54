import { compareText } from '../../../shared/collation.ts'
import type { Product, Shop } from '../../../shared/protocol/shapes.ts'
import type { StorefrontSearch } from '../search.ts'

export interface Market {
  readonly products: ReadonlyMap<number, Product>
  readonly shops: ReadonlyMap<number, Shop>
  readonly currencyDigits: number
}

/** How well products match a query; 0 if they do not. */
export type Matching = (market: Market, q: string) => (product: Product) => number

/** Ids of products. */
export interface Chosen {
  readonly inStock: readonly number[]
  readonly soldOut: readonly number[]
}

const nothingChosen: Chosen = { inStock: [], soldOut: [] }

/**
 * The products that an address asks for, sorted as it asks. Until `matching` is loaded, the words of the query are
 * ignored.
 */
export function chooseProducts(
  market: Market | null,
  search: StorefrontSearch,
  matching: Matching | null,
): Chosen {
  if (!market) return nothingChosen
  const matches = matching && search.q ? matching(market, search.q) : () => 1
  const chosen = [...market.products.values()]
    .filter((product) => passes(product, search) && matches(product) > 0)
    .sort((a, b) => (search.sort ? 0 : matches(b) - matches(a)) || orders[search.sort ?? 'newest'](a, b))
  const idsOf = (products: readonly Product[]) => products.map((product) => product.id)
  return {
    inStock: idsOf(chosen.filter(({ stock }) => stock > 0)),
    soldOut: idsOf(chosen.filter(({ stock }) => stock === 0)),
  }
}

/** All categories of a market or of one shop, by name. */
export function categoriesOf(market: Market | null, shopId: number | undefined): readonly string[] {
  const found = new Set<string>()
  for (const product of market?.products.values() ?? []) {
    if (product.category && (shopId === undefined || product.shopId === shopId)) found.add(product.category)
  }
  return [...found].sort(compareText)
}

/** How many filters besides the words are set; the page of a shop does not count as one. */
export const countFilters = ({ category, shop, stock, min, max }: StorefrontSearch): number =>
  [category, shop, stock, min, max].filter((value) => value !== undefined).length

const passes = (product: Product, { category, shop, stock, min, max }: StorefrontSearch): boolean =>
  (category === undefined || product.category === category) &&
  (shop === undefined || product.shopId === shop) &&
  (stock === undefined || product.stock > 0) &&
  (min === undefined || product.price >= min) &&
  (max === undefined || product.price <= max)

const byName = (a: Product, b: Product): number => compareText(a.name, b.name) || a.id - b.id

const orders: Record<NonNullable<StorefrontSearch['sort']>, (a: Product, b: Product) => number> = {
  newest: (a, b) => b.createdAt - a.createdAt || b.id - a.id,
  price: (a, b) => a.price - b.price || byName(a, b),
  'price-down': (a, b) => b.price - a.price || byName(a, b),
  name: byName,
}
