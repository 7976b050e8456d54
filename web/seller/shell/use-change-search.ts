import { useNavigate } from '@tanstack/react-router'
import type { SellerSearch } from '../search.ts'

/** Changes parts of the page's address; typing into a search does not fill the browser's history. */
export function useChangeSearch(): (changes: SellerSearch) => void {
  const navigate = useNavigate()
  return (changes) =>
    void navigate({
      to: '.',
      replace: true,
      resetScroll: false,
      search: (before) => ({ ...before, ...changes }),
    })
}
