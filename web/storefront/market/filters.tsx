import { type ReactNode, useId, useMemo, useState } from 'react'
import { useClient, useProductIds } from '../../store/hooks.ts'
import { Icon } from '../../ui/icons.tsx'
import { texts } from '../../ui/texts.ts'
import { useChangeSearch } from '../use-change-search.ts'
import { categoriesOf, countFilters } from './choose-products.ts'
import { FilterPanel, type FilterPanelProps } from './filter-panel.tsx'
import styles from './filters.module.css'

const words = texts.storefront.filter

export interface FiltersProps extends FilterPanelProps {
  /** A text about the list, beside the button that unfolds the rest. */
  children: ReactNode
}

/** The most wanted filters are always visible; on phones, sorting, shops and prices unfold. */
export function Filters({ search, shopId, children }: FiltersProps) {
  const panelId = useId()
  const [isOpen, setOpen] = useState(false)
  const inPanel = countFilters({ shop: search.shop, min: search.min, max: search.max })
  return (
    <section aria-label={words.label} className={styles.filters}>
      <Chips search={search} shopId={shopId} />
      <div className={styles.line}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-controls={panelId}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="filter" />
          {words.title}
          {inPanel > 0 && <span className={styles.active}>{words.active(inPanel)}</span>}
          <Icon name="chevron-down" size={16} />
        </button>
        {children}
      </div>
      <div id={panelId} className={styles.panel} data-open={isOpen || undefined}>
        <FilterPanel search={search} shopId={shopId} />
      </div>
    </section>
  )
}

function Chips({ search, shopId }: FilterPanelProps) {
  const changeSearch = useChangeSearch()
  const { store } = useClient()
  const ids = useProductIds()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is read anew when its list changes
  const categories = useMemo(() => categoriesOf(store.view(), shopId), [store, ids, shopId])
  return (
    <div className={styles.chips}>
      <Chip
        label={words.inStock}
        isOn={search.stock === true}
        onPress={(stock) => changeSearch('part', { stock: stock || undefined })}
      />
      {categories.map((category) => (
        <Chip
          key={category}
          label={category}
          isOn={search.category === category}
          onPress={(isOn) => changeSearch('part', { category: isOn ? category : undefined })}
        />
      ))}
    </div>
  )
}

interface ChipProps {
  label: string
  isOn: boolean
  onPress: (isOn: boolean) => void
}

const Chip = ({ label, isOn, onPress }: ChipProps) => (
  <button type="button" className={styles.chip} aria-pressed={isOn} onClick={() => onPress(!isOn)}>
    {isOn && <Icon name="check" size={16} />}
    <span>{label}</span>
  </button>
)
