import type { Product } from '../../../shared/protocol/shapes.ts'
import { amountOf, hasWords, searchable, wordsOf } from '../../../shared/search-text.ts'
import { textOf } from '../../store/product-text.ts'
import type { Market } from './choose-products.ts'

/** Matches if all words occur in the product's texts and its shop's name, or if it is the product's price. */
export function matchProducts({ shops, currencyDigits }: Market, q: string): (product: Product) => boolean {
  const words = wordsOf(q)
  if (words.length === 0) return () => true
  const amount = amountOf(q, currencyDigits)
  const shopTexts = new Map([...shops.values()].map(({ id, name }) => [id, searchable(name)]))
  return (product) =>
    product.price === amount || hasWords(`${textOf(product)}\n${shopTexts.get(product.shopId) ?? ''}`, words)
}
