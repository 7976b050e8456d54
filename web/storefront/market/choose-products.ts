import type { Product, Shop } from '../../../shared/protocol/shapes.ts'
import type { StorefrontSearch } from '../search.ts'

interface Market {
  readonly products: ReadonlyMap<number, Product>
  readonly shops: ReadonlyMap<number, Shop>
}

/** The ids of the products that an address asks for, in the order that it asks for. */
export function chooseProducts(market: Market | null, search: StorefrontSearch): readonly number[] {
  if (!market) return []
  const words = foldedWords(search.q ?? '')
  return [...market.products.values()]
    .filter((product) => passes(product, search) && matches(product, market.shops, words))
    .sort(orders[search.sort ?? 'newest'])
    .map((product) => product.id)
}

/** All categories of a market or of one shop, by name. */
export function categoriesOf(market: Market | null, shopId: number | undefined): readonly string[] {
  const found = new Set<string>()
  for (const product of market?.products.values() ?? []) {
    if (product.category && (shopId === undefined || product.shopId === shopId)) found.add(product.category)
  }
  return [...found].sort((a, b) => a.localeCompare(b))
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

function matches(product: Product, shops: Market['shops'], words: readonly string[]): boolean {
  if (words.length === 0) return true
  const shop = shops.get(product.shopId)
  const text = fold(`${product.name} ${product.category ?? ''} ${shop?.name ?? ''} ${product.description}`)
  return words.every((word) => text.includes(word))
}

/** Without case and accents: who is in a hurry types neither. */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

const foldedWords = (text: string): string[] => fold(text).split(/\s+/).filter(Boolean)

const byName = (a: Product, b: Product): number => a.name.localeCompare(b.name) || a.id - b.id

const orders: Record<NonNullable<StorefrontSearch['sort']>, (a: Product, b: Product) => number> = {
  newest: (a, b) => b.createdAt - a.createdAt || b.id - a.id,
  price: (a, b) => a.price - b.price || byName(a, b),
  'price-down': (a, b) => b.price - a.price || byName(a, b),
  name: byName,
}
