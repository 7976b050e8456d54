import { isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useOrders } from '../../store/hooks.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { useOrderPages } from './use-order-pages.ts'

/** The orders that wait for pickup, newest first; `partly` if not all are loaded. */
export interface Waiting {
  orders: readonly Order[]
  partly: boolean
}

const pagesMax = 20

/** Those of the chosen shops. */
export function useWaiting(): Waiting {
  const { ids } = useShopChoice()
  const { state } = useOrderPages(ids, { open: true }, pagesMax)
  const orders = useOrders().filter((order) => isOpen(order) && ids.includes(order.shopId))
  return { orders, partly: state === 'more' }
}
