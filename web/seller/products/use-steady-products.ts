import { useMemo, useState } from 'react'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { useProductIds, useSellerClient } from '../../store/hooks.ts'
import type { SellerProductsSearch } from '../search.ts'
import { selectProducts } from './product-list.ts'

export interface SteadyProducts {
  /** In an order that stays until the search changes; deleted products keep their place. */
  ids: readonly number[]
  /** How many newer products match. */
  newer: number
  /** Includes newer products and sorts again. */
  settle: () => void
}

/** The ids of the products that match a search. No row moves by itself. */
export function useSteadyProducts(shops: readonly Shop[], search: SellerProductsSearch): SteadyProducts {
  const { store } = useSellerClient()
  const listed = useProductIds()
  const key = JSON.stringify([search, shops.map(({ id }) => id)])
  const select = () =>
    selectProducts(store.view()?.products.values() ?? [], shops, search).map(({ id }) => id)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `listed` says when to look again, and `key` is shops and search
  const fresh = useMemo(select, [store, listed, key])
  const [held, setHeld] = useState({ key, ids: fresh })
  const outdated = held.key !== key || (held.ids.length === 0 && fresh.length > 0)
  if (outdated) setHeld({ key, ids: fresh })
  const ids = outdated ? fresh : held.ids
  const newer = useMemo(() => {
    const shown = new Set(ids)
    return fresh.filter((id) => !shown.has(id)).length
  }, [ids, fresh])
  const settle = () => setHeld({ key, ids: select() })
  return { ids, newer, settle }
}
