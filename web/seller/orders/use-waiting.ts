import { useOrders } from '../../store/hooks.ts'
import { useOrderPages } from './use-order-pages.ts'

/** How many orders wait for pickup; `partly` when there are more than were counted. */
export interface Waiting {
  count: number
  partly: boolean
}

const pagesMax = 20

export function useWaiting(shopIds: readonly number[]): Waiting {
  const { state } = useOrderPages(shopIds, { status: 'placed' }, pagesMax)
  const waiting = useOrders().filter(({ status, shopId }) => status === 'placed' && shopIds.includes(shopId))
  return { count: waiting.length, partly: state === 'more' }
}
