import { marketFull, type RefusalOf, refuse } from '../../shared/refusals.ts'
import type { MarketBounds } from './bounds.ts'
import type { Assortment, Market } from './market.ts'
import { houseShopId } from './shops.ts'

/** The refusal if `more` products, with these categories, exceed the shop's quota or the market's bound. */
export function refuseMore(
  market: Market,
  shopId: number,
  more: { created?: number; restored?: number; categories: Iterable<string | null> },
  bounds: MarketBounds,
): RefusalOf<'quota_reached' | 'market_full'> | null {
  const { created = 0, restored = 0, categories } = more
  const live = created + restored
  const { counters } = market
  const assortment = market.assortments.of(shopId)
  if (shopId !== houseShopId) {
    if (live > 0 && assortment.live.size + live > bounds.productsPerShopMax)
      return refuse('quota_reached', { what: 'products', max: bounds.productsPerShopMax })
    const fresh = newCategories(assortment, categories)
    if (fresh > 0 && assortment.categories.size + fresh > bounds.categoriesPerShopMax)
      return refuse('quota_reached', { what: 'categories', max: bounds.categoriesPerShopMax })
  }
  if (live === 0) return null
  if (counters.products + live > bounds.productsMax) return marketFull('products', bounds.productsMax)
  return market.assortments.kept + created > bounds.productsKeptMax
    ? marketFull('productsKept', bounds.productsKeptMax)
    : null
}

function newCategories({ categories: known }: Assortment, categories: Iterable<string | null>): number {
  const fresh = new Set<string>()
  for (const category of categories)
    if (category !== null && known.countOf(category) === 0) fresh.add(category)
  return fresh.size
}
