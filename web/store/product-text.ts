import { type Prepared, prepare, rankOf, readQuery } from '../../shared/product-search.ts'
import type { Product } from '../../shared/protocol/shapes.ts'

const known = new WeakMap<Product, Prepared>()

/** How well a seller's products fit what was typed; 0 if they do not. Each is prepared once for each version of it. */
export function rankOfProduct(q: string): (product: Product) => number {
  const sought = readQuery(q)
  if (!sought) return () => 1
  return (product) => {
    const prepared = known.get(product) ?? prepare(product)
    known.set(product, prepared)
    return rankOf(prepared, sought)
  }
}
