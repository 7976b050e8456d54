import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { type StorefrontSearch, storefrontSearch } from './search.ts'

/** `part` changes what is named and keeps the rest; `all` keeps nothing that is not named. */
export type ChangeSearch = (extent: 'part' | 'all', change: StorefrontSearch) => void

/** Changes this page's search parameters without a new history entry, so that going back leaves the page at once. */
export function useChangeSearch(): ChangeSearch {
  const navigate = useNavigate()
  return useCallback<ChangeSearch>(
    (extent, change) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) =>
          extent === 'all' ? change : { ...storefrontSearch(before), ...change },
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
}
