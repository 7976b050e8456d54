import { useEffect, useMemo, useRef, useState } from 'react'
import { useClient, useFreshness, useMarketInfo, useProductIds, useShops } from '../../store/hooks.ts'
import type { StorefrontSearch } from '../search.ts'
import { type LatePart, useLoaded } from '../use-loaded.ts'
import { type Chosen, chooseProducts, type Matching } from './choose-products.ts'

const searchCode: LatePart<Matching> = {
  load: async () => (await import('./match-products.ts')).matchProducts,
  warning: 'The search could not be loaded; the next query tries again.',
}

export interface ChosenProducts extends Chosen {
  /** How many were added or restocked since and are not shown among those in stock yet. */
  newCount: number
  showNew: () => void
}

/**
 * The products that an address asks for, those that have sold out or been removed since where they were. The list is
 * rebuilt when the address changes or on request, but not when the market changes: nothing moves under the pointer.
 */
export function useChosenProducts(search: StorefrontSearch): ChosenProducts {
  const { store } = useClient()
  const ids = useProductIds()
  const shops = useShops()
  const epoch = useMarketInfo()?.epoch ?? null
  const catchUps = useCatchUps()
  const matching = useLoaded(searchCode, search.q !== undefined)
  const isMatched = search.q === undefined || matching !== null
  const key = JSON.stringify([search, epoch, catchUps, isMatched])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is read when its list or shops change
  const wanted = useMemo(() => chooseProducts(store.view(), search, matching), [store, ids, shops, key])
  const [shown, setShown] = useState({ key, chosen: wanted })
  // In an empty list, new products move nothing.
  const isAnother = shown.key !== key || (shown.chosen.inStock.length === 0 && wanted.inStock.length > 0)
  if (isAnother) setShown({ key, chosen: wanted })
  const current = isAnother ? wanted : shown.chosen
  const newCount = useMemo(() => countMissing(wanted.inStock, current.inStock), [wanted, current])
  return { ...current, newCount, showNew: () => setShown({ key, chosen: wanted }) }
}

function countMissing(wanted: readonly number[], shown: readonly number[]): number {
  if (wanted === shown) return 0
  const known = new Set(shown)
  return wanted.reduce((count, id) => count + (known.has(id) ? 0 : 1), 0)
}

const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/**
 * 1 once the page has caught up with the market, if nobody has touched the page before that, so that the list may
 * be rebuilt. Otherwise 0.
 */
function useCatchUps(): number {
  const freshness = useFreshness()
  const isTouched = useRef(freshness === 'live')
  const [catchUps, setCatchUps] = useState(0)
  useEffect(() => {
    const touch = () => {
      isTouched.current = true
    }
    for (const name of touches) window.addEventListener(name, touch, { once: true, passive: true })
    return () => {
      for (const name of touches) window.removeEventListener(name, touch)
    }
  }, [])
  useEffect(() => {
    if (freshness !== 'live' || isTouched.current) return
    isTouched.current = true
    setCatchUps(1)
  }, [freshness])
  return catchUps
}
