import { useEffect, useState } from 'react'
import type { Matching } from './choose-products.ts'

const idleMs = 1_500

let loaded: Matching | null = null

/**
 * How a query is matched: its code is no part of the first page. It comes as soon as it is needed or the browser has
 * nothing else to do, so that it is at hand when the connection is gone. Null until then.
 */
export function useMatching(isNeeded: boolean): Matching | null {
  const [matching, setMatching] = useState(() => loaded)
  useEffect(() => {
    if (matching) return
    const load = () =>
      void import('./match-products.ts').then(
        ({ matchProducts }) => {
          loaded = matchProducts
          setMatching(() => matchProducts)
        },
        (error: unknown) =>
          console.warn('The search could not be loaded; the next query tries again.', error),
      )
    if (isNeeded) return load()
    const timer = setTimeout(load, idleMs)
    return () => clearTimeout(timer)
  }, [matching, isNeeded])
  return matching
}
