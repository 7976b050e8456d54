import { useEffect, useMemo, useState } from 'react'
import type { Shop } from '../../shared/protocol/shapes.ts'
import { useClient, useProductIds, useShops } from '../store/hooks.ts'

/** What sells out stays where it is for a moment, so that everybody sees it. */
const sinkEveryMs = 10_000

/** The shop that the address names by id or slug; null if it names none, undefined if there is no such shop. */
export function useBoardShop(wanted: string | undefined): Shop | null | undefined {
  const shops = useShops()
  if (wanted === undefined) return null
  return [...shops.values()].find(({ id, slug }) => slug === wanted || String(id) === wanted)
}

/**
 * The products on the board, by shop and in the order in which they were listed, so that none changes its place; what
 * cannot be bought comes last.
 */
export function useBoardProducts(shop: Shop | null | undefined): readonly number[] {
  const { store } = useClient()
  const ids = useProductIds()
  const shops = useShops()
  const sunk = useSunk(ids)
  return useMemo(() => {
    const shopOf = (id: number): number => store.product(id)?.shopId ?? 0
    const isOver = (id: number): number => (sunk.has(id) || shops.get(shopOf(id))?.status !== 'open' ? 1 : 0)
    const shown = shop === null ? [...ids] : ids.filter((id) => shopOf(id) === shop?.id)
    return shown.sort((a, b) => isOver(a) - isOver(b) || shopOf(a) - shopOf(b) || a - b)
  }, [store, ids, shop, shops, sunk])
}

/** Which products are sold out, looked at now and then; what is back in stock comes up with the next look too. */
function useSunk(ids: readonly number[]): ReadonlySet<number> {
  const { store } = useClient()
  const [sunk, setSunk] = useState<ReadonlySet<number>>(new Set())
  const isLoaded = ids.length > 0
  useEffect(() => {
    if (!isLoaded) return
    const look = () => {
      const over = store.productIds().filter((id) => store.product(id)?.stock === 0)
      setSunk((before) =>
        before.size === over.length && over.every((id) => before.has(id)) ? before : new Set(over),
      )
    }
    look()
    const timer = setInterval(look, sinkEveryMs)
    return () => clearInterval(timer)
  }, [store, isLoaded])
  return sunk
}
