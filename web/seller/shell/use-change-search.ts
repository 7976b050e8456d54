import { useNavigate, useSearch } from '@tanstack/react-router'
import type { SellerSearch } from '../search.ts'

/** Choices that Back takes back, unlike what is typed and what is open. */
const filters = ['range', 'status', 'network', 'filter', 'category', 'sort'] as const

/** Changes parts of the page's address; typing into a search does not fill the browser's history. */
export function useChangeSearch(): (changes: SellerSearch) => void {
  const navigate = useNavigate()
  const now: SellerSearch = useSearch({ strict: false })
  return (changes) =>
    void navigate({
      to: '.',
      replace: !filters.some((name) => Object.hasOwn(changes, name) && changes[name] !== now[name]),
      resetScroll: false,
      search: (before) => ({ ...before, ...changes }),
    })
}
