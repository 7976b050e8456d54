import { useState } from 'react'
import { compareText } from '../../../shared/collation.ts'
import { toMajor } from '../../../shared/money.ts'
import { parseTyped } from '../../../shared/typed-amount.ts'
import { oneOf, wholeOf } from '../../shell/search.ts'
import { useMarketInfo, useShops } from '../../store/hooks.ts'
import { Field } from '../../ui/field.tsx'
import { texts } from '../../ui/texts.ts'
import { type StorefrontSearch, storefrontSorts } from '../search.ts'
import { useChangeSearch } from '../use-change-search.ts'

const words = texts.storefront.filter

export interface FilterPanelProps {
  search: StorefrontSearch
  /** On the page of a shop, there is no filter by shop. */
  shopId: number | undefined
}

/** Sorting, shop and price, as native controls, which are the best ones on phones. */
export function FilterPanel({ search, shopId }: FilterPanelProps) {
  const changeSearch = useChangeSearch()
  const shops = useShops()
  return (
    <>
      <Field label={words.sort}>
        <select
          value={search.sort ?? 'newest'}
          onChange={(event) => {
            const sort = oneOf(event.target.value, storefrontSorts)
            changeSearch('part', { sort: sort === 'newest' ? undefined : sort })
          }}
        >
          {storefrontSorts.map((sort) => (
            <option key={sort} value={sort}>
              {words.sorts[sort]}
            </option>
          ))}
        </select>
      </Field>
      {shopId === undefined && shops.size > 1 && (
        <Field label={words.shop}>
          <select
            value={search.shop ?? ''}
            onChange={(event) => changeSearch('part', { shop: wholeOf(event.target.value) })}
          >
            <option value="">{words.allShops}</option>
            {[...shops.values()]
              .sort((a, b) => compareText(a.name, b.name) || a.id - b.id)
              .map((shop) => (
                <option key={shop.id} value={shop.id}>
                  {shop.name}
                </option>
              ))}
          </select>
        </Field>
      )}
      <PriceField label={words.min} minor={search.min} onChange={(min) => changeSearch('part', { min })} />
      <PriceField label={words.max} minor={search.max} onChange={(max) => changeSearch('part', { max })} />
    </>
  )
}

interface PriceFieldProps {
  label: string
  minor: number | undefined
  onChange: (minor: number | undefined) => void
}

/** A price as people type it. The typed text stays as it is until the address names another price. */
function PriceField({ label, minor, onChange }: PriceFieldProps) {
  const info = useMarketInfo()
  const digits = info?.currencyDigits ?? 2
  const [typed, setTyped] = useState({ text: written(minor, digits), minor, seen: minor })
  if (typed.seen !== minor) {
    const text = typed.minor === minor ? typed.text : written(minor, digits)
    setTyped({ text, minor, seen: minor })
  }
  return (
    <Field label={`${label} (${info?.currency ?? ''})`}>
      <input
        inputMode="decimal"
        autoComplete="off"
        value={typed.text}
        onChange={({ target }) => {
          const next = (info && parseTyped(target.value, digits, info.currency)) ?? undefined
          setTyped({ ...typed, text: target.value, minor: next })
          onChange(next)
        }}
      />
    </Field>
  )
}

const written = (minor: number | undefined, digits: number): string =>
  minor === undefined ? '' : toMajor(minor, digits)
