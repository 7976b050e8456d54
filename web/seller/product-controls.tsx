import { NativeSelect, TextInput } from '@mantine/core'
import { Icon } from '../ui/icons.tsx'
import { sellerTexts } from '../ui/seller-texts.ts'
import { useCategories } from './category-list.tsx'
import styles from './products-page.module.css'
import { productFilters, productSorts, type SellerProductsSearch, sellerProductsSearch } from './search.ts'
import { useChangeSearch } from './use-change-search.ts'

const said = sellerTexts.table

/** Search, filters and sorting of the products; what they are set to stands in the address. */
export function ProductControls({
  shopIds,
  search,
}: {
  shopIds: readonly number[]
  search: SellerProductsSearch
}) {
  const change = useChangeSearch()
  const set = (changes: Record<string, string>) => change(sellerProductsSearch({ ...search, ...changes }))
  const categories = useCategories(shopIds)
  return (
    <search className={styles.controls}>
      <TextInput
        className={styles.search ?? ''}
        type="search"
        aria-label={said.search}
        placeholder={said.search}
        leftSection={<Icon name="search" size={16} />}
        value={search.q ?? ''}
        onChange={(event) => set({ q: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={said.filter}
        value={search.filter ?? ''}
        onChange={(event) => set({ filter: event.currentTarget.value })}
        data={[
          { value: '', label: said.filters.all },
          ...productFilters.map((filter) => ({ value: filter, label: said.filters[filter] })),
        ]}
      />
      {categories.length > 0 && (
        <NativeSelect
          aria-label={said.category}
          value={search.category ?? ''}
          onChange={(event) => set({ category: event.currentTarget.value })}
          data={[{ value: '', label: said.allCategories }, ...categories]}
        />
      )}
      <NativeSelect
        aria-label={said.sort}
        value={search.sort ?? 'name'}
        onChange={(event) => set({ sort: event.currentTarget.value })}
        data={productSorts.map((sort) => ({ value: sort, label: said.sorts[sort] }))}
      />
    </search>
  )
}
