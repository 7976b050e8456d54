import type { Product } from '../../shared/protocol/shapes.ts'
import { searchable } from '../../shared/search-text.ts'

const known = new WeakMap<Product, string>()

/** A product's texts as they are searched; computed once for each version of it. */
export function textOf(product: Product): string {
  const { name, category, description } = product
  const text = known.get(product) ?? searchable(`${name} ${category ?? ''} ${description}`)
  known.set(product, text)
  return text
}
