import { useEffect, useMemo, useReducer } from 'react'
import { useFreshness, useSellerClient } from '../../store/hooks.ts'
import { OrderPages, type OrderQuery } from './order-pages.ts'

/** At most 5,000 orders of a shop can be cancelled together. */
const pagesPerShopMax = 50

/** Loads the first `pagesMax` pages of a query for each shop, again after each reconnect. */
export function useOrderPages(shopIds: readonly number[], query: OrderQuery, pagesMax: number) {
  const client = useSellerClient()
  const live = useFreshness() === 'live'
  const [, lookAgain] = useReducer((count: number) => count + 1, 0)
  const key = JSON.stringify([shopIds, query])
  const loader = useMemo(() => {
    const [ids, asked] = JSON.parse(key) as [number[], OrderQuery]
    return { pages: new OrderPages(client, ids, asked), state: 'loading' as 'loading' | 'more' | 'complete' }
  }, [client, key])
  const load = async (count: number) => {
    loader.state = 'loading'
    lookAgain()
    if (await loader.pages.load(count)) settle()
  }
  const settle = () => {
    loader.state = loader.pages.isComplete ? 'complete' : 'more'
    lookAgain()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another query or a new connection loads again
  useEffect(() => {
    if (!live || loader.state !== 'loading') return
    void load(pagesMax)
    return () => loader.pages.stop()
  }, [loader, live])
  /** Loads all matches; false if it was interrupted. */
  const loadAll = async (): Promise<boolean> => {
    const isLoaded = await loader.pages.loadAll(pagesPerShopMax)
    settle()
    return isLoaded
  }
  const { covers, networkOf } = loader.pages
  return { state: loader.state, more: () => void load(1), loadAll, covers, networkOf }
}
