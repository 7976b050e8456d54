import { useEffect, useMemo, useRef, useState } from 'react'
import { useClient, useFreshness, useMarketInfo, useProductIds, useShops } from '../../store/hooks.ts'
import type { StorefrontSearch } from '../search.ts'
import { type LatePart, useLoaded } from '../use-loaded.ts'
import { chooseProducts, type Matching } from './choose-products.ts'

const searchCode: LatePart<Matching> = {
  load: async () => (await import('./match-products.ts')).matchProducts,
  warning: 'The search could not be loaded; the next query tries again.',
}

export interface ChosenProducts {
  /** In the order shown, including products that have sold out or been removed since. */
  ids: readonly number[]
  /** How many were added since and are not shown yet. */
  newCount: number
  showNew: () => void
}

/**
 * The products that an address asks for. The list is rebuilt when the address changes or on request, but not when
 * the market changes: nothing moves under the pointer.
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
  const [shown, setShown] = useState({ key, ids: wanted })
  // In an empty list, new products move nothing.
  const isAnother = shown.key !== key || (shown.ids.length === 0 && wanted.length > 0)
  if (isAnother) setShown({ key, ids: wanted })
  const current = isAnother ? wanted : shown.ids
  const newCount = useMemo(() => countMissing(wanted, current), [wanted, current])
  return { ids: current, newCount, showNew: () => setShown({ key, ids: wanted }) }
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
