import { Button } from '@mantine/core'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { announce } from '../../ui/announcements.ts'
import { texts } from '../../ui/texts.ts'
import { useCartLines, useShopping } from '../shopping.ts'

const words = texts.storefront.buy

export interface AddToCartProps {
  product: Product
  quantity: number
  max: number
}

/** For buyers who want several products, or products of several shops. */
export function AddToCart({ product, quantity, max }: AddToCartProps) {
  const { cart, sheets } = useShopping()
  const there = useCartLines().find((line) => line.productId === product.id)
  if (there) {
    return (
      <Button variant="subtle" fullWidth onClick={() => sheets.show({ kind: 'cart' })}>
        {words.inCart(Math.max(1, Math.min(there.quantity, max)))} · {words.openCart}
      </Button>
    )
  }
  return (
    <Button
      variant="subtle"
      fullWidth
      disabled={max === 0}
      onClick={() => {
        cart.add(product.id, quantity, product.price)
        announce(words.addedToCart(product.name))
      }}
    >
      {words.addToCart}
    </Button>
  )
}
