import { useEffect, useMemo, useReducer } from 'react'
import type { Order } from '../../../shared/protocol/shapes.ts'
import { useFreshness, useSellerClient } from '../../store/hooks.ts'
import { OrderPages, type OrderQuery } from './order-pages.ts'

/** At most 5,000 orders of a shop can be cancelled together. */
const pagesPerShopMax = 50

export interface UsedOrderPages {
  state: 'loading' | 'more' | 'complete'
  more: () => void
  /** Loads all matches; false if it was interrupted. */
  loadAll: () => Promise<boolean>
  covers: (order: Order) => boolean
  /** The network tag of an order, where known. */
  networkOf: (orderId: string) => string | undefined
}

/** Loads the first `pagesMax` pages of a query for each shop, again after each reconnect. */
export function useOrderPages(
  shopIds: readonly number[],
  query: OrderQuery,
  pagesMax: number,
): UsedOrderPages {
  const client = useSellerClient()
  const live = useFreshness() === 'live'
  const [, lookAgain] = useReducer((count: number) => count + 1, 0)
  const key = JSON.stringify([shopIds, query])
  const loader = useMemo(() => {
    const [ids, asked] = JSON.parse(key) as [number[], OrderQuery]
    return { pages: new OrderPages(client, ids, asked), state: 'loading' as UsedOrderPages['state'] }
  }, [client, key])
  const load = async (count: number) => {
    loader.state = 'loading'
    lookAgain()
    if (!(await loader.pages.load(count))) return
    loader.state = loader.pages.isComplete ? 'complete' : 'more'
    lookAgain()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another query or a new connection loads again
  useEffect(() => {
    if (!live || loader.state !== 'loading') return
    void load(pagesMax)
    return () => loader.pages.stop()
  }, [loader, live])
  return {
    state: loader.state,
    more: () => void load(1),
    loadAll: async () => {
      const isLoaded = await loader.pages.loadAll(pagesPerShopMax)
      loader.state = loader.pages.isComplete ? 'complete' : 'more'
      lookAgain()
      return isLoaded
    },
    covers: (order) => loader.pages.covers(order),
    networkOf: (orderId) => loader.pages.networkOf(orderId),
  }
}
