import type { OrderLine } from '../../../shared/protocol/shapes.ts'
import { useClient, useProductIds } from '../../store/hooks.ts'
import { nameOnLine } from '../../store/translated.ts'

/** How an order's lines are called in the reader's language. */
export function useLineName(): (line: OrderLine) => string {
  const { store } = useClient()
  // Names come with the products, and change with them.
  useProductIds()
  return (line) => nameOnLine(line, store.product(line.productId))
}
