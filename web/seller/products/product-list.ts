import { compareText } from '../../../shared/collation.ts'
import type { Product, Shop } from '../../../shared/protocol/shapes.ts'
import { rankOfProduct } from '../../store/product-text.ts'
import type { SellerProductsSearch } from '../search.ts'

/** The products that match a search, sorted. Pure. */

export const isSoldOut = (product: Product): boolean => product.stock === 0

/** At or below the shop's threshold, but not sold out. */
export const isLow = (product: Product, shop: Shop | undefined): boolean =>
  product.stock > 0 && product.stock <= (shop?.lowStockAt ?? 0)

type Filter = NonNullable<SellerProductsSearch['filter']>
type Sort = NonNullable<SellerProductsSearch['sort']>

const passes: Record<Filter, (product: Product, shop: Shop | undefined) => boolean> = {
  listed: ({ status }) => status === 'listed',
  hidden: ({ status }) => status === 'hidden',
  'sold-out': isSoldOut,
  low: isLow,
}

const byName = (a: Product, b: Product): number => compareText(a.name, b.name) || a.id - b.id

const orders: Record<Sort, (a: Product, b: Product) => number> = {
  newest: (a, b) => b.id - a.id,
  name: byName,
  'name-down': (a, b) => byName(b, a),
  price: (a, b) => a.price - b.price || byName(a, b),
  'price-down': (a, b) => b.price - a.price || byName(a, b),
  stock: (a, b) => a.stock - b.stock || byName(a, b),
  'stock-down': (a, b) => b.stock - a.stock || byName(a, b),
}

export function selectProducts(
  products: Iterable<Product>,
  shops: readonly Shop[],
  { q, filter, category, sort }: SellerProductsSearch,
): Product[] {
  const shopOf = new Map(shops.map((shop) => [shop.id, shop]))
  const rank = rankOfProduct(q ?? '')
  const matches = (product: Product): boolean =>
    shopOf.has(product.shopId) &&
    (!filter || passes[filter](product, shopOf.get(product.shopId))) &&
    (category === undefined || product.category === category) &&
    rank(product) > 0
  // The best first, unless an order was chosen.
  return [...products]
    .filter(matches)
    .sort((a, b) => (sort ? 0 : rank(b) - rank(a)) || orders[sort ?? 'name'](a, b))
}

/** The categories in use, A to Z. */
export function categoriesOf(products: Iterable<Product>, shopIds: readonly number[]): string[] {
  const found = new Set<string>()
  for (const { category, shopId } of products) if (category && shopIds.includes(shopId)) found.add(category)
  return [...found].sort(compareText)
}
