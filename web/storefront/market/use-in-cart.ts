import { useSyncExternalStore } from 'react'
import { useShopping } from '../shopping.ts'

/** How many of a product are in the cart, and whether they are being ordered. Renders again only if that changes. */
export function useInCart(productId: number): { quantity: number; isSent: boolean } {
  const { cart } = useShopping()
  const lineOf = () => cart.lines.get().find((each) => each.productId === productId)
  const line = useSyncExternalStore(cart.lines.subscribe, lineOf)
  return { quantity: line?.quantity ?? 0, isSent: line !== undefined && line.sentAs !== null }
}
