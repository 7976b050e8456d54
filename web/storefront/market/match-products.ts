import {
  corrected,
  type Prepared,
  prepare,
  rankOf,
  readQuery,
  type SearchTexts,
  vocabularyOf,
} from '../../../shared/product-search.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { amountOf } from '../../../shared/search-text.ts'
import { mainOf } from '../../store/translated.ts'
import type { Market } from './choose-products.ts'

/** By product, as long as neither it nor its shop's name changes. */
const known = new WeakMap<Product, { shop: string; prepared: Prepared }>()

/**
 * How well each product fits: by its name, category, shop and description, in this order; 0 if a word is missing. A
 * product's price finds it too. If nothing fits, the words are taken for the most similar ones that there are.
 */
export function matchProducts(market: Market, q: string): (product: Product) => number {
  return rankBy(market, meantBy(market, q) ?? q)
}

/** What was probably meant by words that find nothing; null if they find something, or nothing is like them. */
export function meantBy(market: Market, q: string): string | null {
  const products = [...market.products.values()]
  const rank = rankBy(market, q)
  if (products.some((product) => rank(product) > 0)) return null
  const prepared = products.map((product) => preparedOf(product, market))
  const vocabulary = vocabularyOf(products.map((product) => textsOf(product, market)))
  const meant = corrected(q, prepared, vocabulary)
  if (meant === null) return null
  const better = rankBy(market, meant)
  return products.some((product) => better(product) > 0) ? meant : null
}

function rankBy(market: Market, q: string): (product: Product) => number {
  const sought = readQuery(q)
  if (!sought) return () => 1
  const amount = amountOf(q, market.currencyDigits)
  const ranks = new Map<Product, number>()
  return (product) => {
    const isPrice = product.price === amount
    const rank =
      ranks.get(product) ?? (isPrice ? Number.MAX_VALUE : rankOf(preparedOf(product, market), sought))
    ranks.set(product, rank)
    return rank
  }
}

function preparedOf(product: Product, market: Market): Prepared {
  const texts = textsOf(product, market)
  const before = known.get(product)
  if (before && before.shop === texts.shop) return before.prepared
  const prepared = prepare(texts)
  known.set(product, { shop: texts.shop ?? '', prepared })
  return prepared
}

function textsOf(product: Product, { shops }: Market): SearchTexts {
  const { name, category, description, shopId } = product
  const main = mainOf(product)
  return {
    name,
    mainName: main?.name ?? '',
    category,
    description: main ? `${description}\n${main.description}` : description,
    shop: shops.get(shopId)?.name ?? '',
  }
}
