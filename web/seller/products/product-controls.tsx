import { NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { productFilters, productSorts, type SellerProductsSearch, sellerProductsSearch } from '../search.ts'
import { useChangeSearch } from '../shell/use-change-search.ts'
import { useCategories } from './category-list.tsx'
import styles from './products-page.module.css'

const said = sellerTexts.table

/** Search, filters and sorting of the products, kept in the address. */
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
      <SearchField q={search.q ?? ''} onChange={(q) => set({ q })} />
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

/** Keeps the typed text itself: the address follows a moment later and must not move the caret. */
function SearchField({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const [typed, setTyped] = useState(q)
  const [lastQ, setLastQ] = useState(q)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // In a field with focus the address follows the text. Otherwise something else changed it.
    if (lastQ !== q && document.activeElement !== field.current) setTyped(q)
    setLastQ(q)
  }, [q, lastQ])
  const type = (text: string) => {
    setTyped(text)
    onChange(text)
  }
  return (
    <TextInput
      ref={field}
      className={styles.search ?? ''}
      type="search"
      aria-label={said.search}
      placeholder={said.search}
      leftSection={<Icon name="search" size={16} />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}
