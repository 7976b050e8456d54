import { Link } from '@tanstack/react-router'
import { useFreshness, useProductIds } from '../../store/hooks.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { texts } from '../../ui/texts.ts'
import { MayBeOld } from '../may-be-old.tsx'
import type { StorefrontSearch } from '../search.ts'
import { useChangeSearch } from '../use-change-search.ts'
import { Waiting } from '../waiting.tsx'
import { countFilters } from './choose-products.ts'
import { DidYouMean } from './did-you-mean.tsx'
import { Filters } from './filters.tsx'
import styles from './market.module.css'
import { ProductGrid } from './product-grid.tsx'
import { SoldOutProducts } from './sold-out-products.tsx'
import { useChosenProducts } from './use-chosen-products.ts'

const words = texts.storefront.list

export interface MarketProps {
  search: StorefrontSearch
  /** Only this shop's products; all when absent. */
  shopId?: number
}

/** The list of products with search, filters and sorting. It is live, but nothing in it moves by itself. */
export function Market({ search, shopId }: MarketProps) {
  const freshness = useFreshness()
  const asked = shopId === undefined ? search : { ...search, shop: shopId }
  const { inStock, soldOut, newCount, showNew } = useChosenProducts(asked)
  const count = inStock.length + soldOut.length
  if (freshness === 'none') return <Waiting cards={8} />
  const isFiltered = search.q !== undefined || countFilters(search) > 0
  if (count === 0 && !isFiltered) return <Nothing isFiltered={false} isShop={shopId !== undefined} />
  return (
    <>
      <Filters search={search} shopId={shopId}>
        {freshness === 'old' ? <MayBeOld /> : <p className={styles.count}>{words.products(count)}</p>}
      </Filters>
      {search.q !== undefined && <DidYouMean q={search.q} />}
      <div role="status" className={styles.news}>
        {newCount > 0 && (
          <Button size="sm" onClick={showNew}>
            {words.showNew(newCount)}
          </Button>
        )}
      </div>
      {inStock.length > 0 && <ProductGrid key={JSON.stringify(asked)} ids={inStock} />}
      {soldOut.length > 0 && (
        <SoldOutProducts key={`over ${JSON.stringify(asked)}`} ids={soldOut} isOpen={inStock.length === 0} />
      )}
      {count === 0 && <Nothing isFiltered={isFiltered} isShop={shopId !== undefined} />}
    </>
  )
}

/** An empty market and a search without results have different texts. */
function Nothing({ isFiltered, isShop }: { isFiltered: boolean; isShop: boolean }) {
  const changeSearch = useChangeSearch()
  const isEmpty = useProductIds().length === 0
  if (isFiltered && !isEmpty) {
    return (
      <EmptyState icon="search" title={words.filteredTitle} help={words.filteredHelp}>
        <Button variant="outline" onClick={() => changeSearch('all', {})}>
          {words.clear}
        </Button>
      </EmptyState>
    )
  }
  if (isShop) return <EmptyState icon="shop" title={words.emptyShop} />
  return (
    <EmptyState icon="shop" title={words.emptyTitle} help={words.emptyHelp}>
      <Link to="/sell" className={styles.sell}>
        {words.emptySell}
      </Link>
    </EmptyState>
  )
}
