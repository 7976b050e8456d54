import { useMemo } from 'react'
import { useClient, useProductIds } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { texts } from '../../ui/texts.ts'
import { useChangeSearch } from '../use-change-search.ts'
import { type LatePart, useLoaded } from '../use-loaded.ts'
import type { meantBy } from './match-products.ts'

const searchCode: LatePart<typeof meantBy> = {
  load: async () => (await import('./match-products.ts')).meantBy,
  warning: 'The search could not be loaded; the next query tries again.',
}

/** If nothing has the words of a query, says which ones the list is for instead. */
export function DidYouMean({ q }: { q: string }) {
  const { store } = useClient()
  const ids = useProductIds()
  const changeSearch = useChangeSearch()
  const find = useLoaded(searchCode, true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is read anew when its list changes
  const meant = useMemo(() => {
    const market = store.view()
    return find && market && find(market, q)
  }, [find, store, ids, q])
  return (
    <div role="status">
      {meant && (
        <Button size="sm" variant="outline" onClick={() => changeSearch('part', { q: meant })}>
          {texts.storefront.list.didYouMean(meant)}
        </Button>
      )}
    </div>
  )
}
