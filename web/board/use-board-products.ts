import { useMemo } from 'react'
import type { Shop } from '../../shared/protocol/shapes.ts'
import { useClient, useProductIds, useShops } from '../store/hooks.ts'

/** The shop that the address names by id or slug; null if it names none, undefined if there is no such shop. */
export function useBoardShop(wanted: string | undefined): Shop | null | undefined {
  const shops = useShops()
  if (wanted === undefined) return null
  return [...shops.values()].find(({ id, slug }) => slug === wanted || String(id) === wanted)
}

/** The products on the board, by shop and in the order in which they were listed, so that none changes its place. */
export function useBoardProducts(shop: Shop | null | undefined): readonly number[] {
  const { store } = useClient()
  const ids = useProductIds()
  return useMemo(() => {
    const shopOf = (id: number): number => store.product(id)?.shopId ?? 0
    const shown = shop === null ? [...ids] : ids.filter((id) => shopOf(id) === shop?.id)
    return shown.sort((a, b) => shopOf(a) - shopOf(b) || a - b)
  }, [store, ids, shop])
}
