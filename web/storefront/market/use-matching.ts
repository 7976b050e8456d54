import { useEffect, useState } from 'react'
import type { Matching } from './choose-products.ts'

const idleMs = 1_500

let loaded: Matching | null = null

/**
 * The code that matches a query. It is not part of the first page: it is loaded as soon as it is needed or the browser
 * is idle, so that it is ready even without a connection. Null until then.
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
