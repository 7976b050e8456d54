import { isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useOrders } from '../../store/hooks.ts'
import { useOrderPages } from './use-order-pages.ts'

/** The orders that wait for pickup, newest first; `partly` if not all are loaded. */
export interface Waiting {
  orders: readonly Order[]
  partly: boolean
}

const pagesMax = 20

export function useWaiting(shopIds: readonly number[]): Waiting {
  const { state } = useOrderPages(shopIds, { open: true }, pagesMax)
  const orders = useOrders().filter((order) => isOpen(order) && shopIds.includes(order.shopId))
  return { orders, partly: state === 'more' }
}
