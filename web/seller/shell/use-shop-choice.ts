import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { useShops } from '../../store/hooks.ts'

export interface ShopChoice {
  /** All shops that this seller may touch. */
  all: readonly Shop[]
  /** The one that was chosen, or the only one; null for all of several. */
  one: Shop | null
  /** Those whose products and orders are shown. */
  shops: readonly Shop[]
  ids: readonly number[]
  choose: (shopId: number | null) => void
}

/** Whose shop is looked at: one, or all of those that this seller has. */
export function useShopChoice(): ShopChoice {
  const shops = useShops()
  const { shop } = useSearch({ strict: false })
  const navigate = useNavigate()
  const choice = useMemo(() => {
    const all = [...shops.values()]
    const one = all.find(({ id }) => id === shop) ?? (all.length === 1 ? all[0]! : null)
    const chosen = one ? [one] : all
    return { all, one, shops: chosen, ids: chosen.map(({ id }) => id) }
  }, [shops, shop])
  const choose = (shopId: number | null) =>
    void navigate({ to: '.', search: (before) => ({ ...before, shop: shopId ?? undefined }) })
  return { ...choice, choose }
}
