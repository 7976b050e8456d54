import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type StorefrontSearch, storefrontSearch } from './search.ts'

/** `part` changes what is named and keeps the rest; `all` keeps nothing that is not named. */
export type ChangeSearch = (extent: 'part' | 'all', change: StorefrontSearch) => void

/** Choices that Back takes back, unlike what is typed. */
const filters = ['category', 'shop', 'stock', 'sort'] as const

/** Changes this page's search parameters; what is typed makes no new history entries. */
export function useChangeSearch(): ChangeSearch {
  const navigate = useNavigate()
  return useCallback<ChangeSearch>(
    (extent, change) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) =>
          extent === 'all' ? change : { ...storefrontSearch(before), ...change },
        replace: extent === 'part' && !filters.some((name) => Object.hasOwn(change, name)),
        resetScroll: false,
      }),
    [navigate],
  )
}
