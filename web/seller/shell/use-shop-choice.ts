import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { useShops } from '../../store/hooks.ts'

export interface ShopChoice {
  /** All shops of this seller. */
  all: readonly Shop[]
  /** The chosen or only shop; null for all of several. */
  one: Shop | null
  /** The shops whose products and orders are shown. */
  shops: readonly Shop[]
  ids: readonly number[]
  choose: (shopId: number | null) => void
}

/** The shop that the pages show, or all of this seller's shops. */
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
