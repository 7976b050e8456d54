import type { PurchaseLine } from '../../../shared/protocol/buyer-messages.ts'
import { useBuyerClient } from '../../store/hooks.ts'
import { useShopping } from '../shopping.ts'

/** Orders lines by themselves, and shows the outcome. Those of the cart leave it only once they are ordered. */
export function useOrder(): (lines: readonly PurchaseLine[]) => void {
  const { purchases } = useBuyerClient()
  const { cart, sheets } = useShopping()
  const buy = (lines: readonly PurchaseLine[], id?: string) =>
    sheets.show({ kind: 'purchase', id: purchases.buy(lines, id).id })
  return (lines) => (cart.holds(lines) ? cart.order(lines, buy) : buy(lines))
}
