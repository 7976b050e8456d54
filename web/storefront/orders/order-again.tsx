import { Button } from '@mantine/core'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useClient, useProductIds, useShop } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { useShopping } from '../shopping.ts'

/** Leads to the same order once more: the sheet of its one product, or the cart with all that can still be had. */
export function OrderAgain({ order }: { order: Order }) {
  const { store } = useClient()
  const { cart, sheets } = useShopping()
  const shop = useShop(order.shopId)
  // It renders again when something sells out or comes back.
  useProductIds()
  const isThere = ({ productId }: Order['lines'][number]) => (store.product(productId)?.stock ?? 0) > 0
  const canOrder = shop?.status === 'open' && order.lines.some(isThere)
  const press = () => {
    const [line, ...others] = order.lines.filter(isThere)
    if (!line || !canOrder) return announce(orderTexts.order.againNothing)
    if (order.lines.length === 1) {
      sheets.show({ kind: 'buy', productId: line.productId, quantity: line.quantity })
      return
    }
    for (const { productId, quantity } of [line, ...others])
      cart.add(productId, quantity, store.product(productId)?.price ?? 0)
    sheets.show({ kind: 'cart' })
  }
  return (
    <Button
      variant="default"
      leftSection={<Icon name="refresh" />}
      aria-disabled={!canOrder}
      {...(!canOrder && { 'data-disabled': true })}
      title={canOrder ? undefined : orderTexts.order.againNothing}
      onClick={press}
    >
      {orderTexts.order.again}
    </Button>
  )
}
