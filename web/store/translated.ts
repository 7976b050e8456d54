import type { Translation } from '../../shared/catalog/content.ts'
import { textsIn } from '../../shared/catalog/translations.ts'
import type { Language } from '../../shared/language.ts'
import type { MarketView } from '../../shared/market-view.ts'
import type { Product } from '../../shared/protocol/shapes.ts'

/** A product in its reader's language, with its own texts as they were listed. */
type Translated = Product & { readonly main: Translation }

const isTranslated = (product: Product): product is Translated => 'main' in product

/** A product's own texts, if it is shown with others; also to be found by. */
export const mainOf = (product: Product | undefined): Translation | undefined =>
  product && isTranslated(product) ? product.main : undefined

/** The view with these products in a language, all of them by default. */
export function translated(
  view: MarketView,
  language: Language,
  ids: Iterable<number> = view.products.keys(),
): MarketView {
  const changed: Translated[] = []
  for (const id of ids) {
    const product = view.products.get(id)
    if (!product || isTranslated(product) || !product.content?.[language]) continue
    const { name, description } = product
    changed.push({ ...product, ...textsIn(product, language), main: { name, description } })
  }
  if (changed.length === 0) return view
  const products = new Map<number, Product>(view.products)
  for (const product of changed) products.set(product.id, product)
  return { ...view, products }
}

/** As the server sent it: the next visit may be in another language. */
export function asListed(product: Product): Product {
  if (!isTranslated(product)) return product
  const { main, ...others } = product
  return { ...others, ...main }
}

/** The name on an order's line: in the reader's language, as long as the product is called what it was then. */
export function nameOnLine(line: { name: string }, product: Product | undefined): string {
  return product && mainOf(product)?.name === line.name ? product.name : line.name
}
