import { Button, Group } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useProductIds, useSellerClient } from '../../store/hooks.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { useSelection } from '../bulk/selection.ts'
import type { SellerProductsSearch } from '../search.ts'
import { useChangeSearch } from '../shell/use-change-search.ts'
import { useMay } from '../shell/use-may.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { BulkProducts } from './bulk-products.tsx'
import { CategoryList } from './category-list.tsx'
import { ExportMenu } from './import/export-menu.tsx'
import { ImportSheet } from './import/import-sheet.tsx'
import { usePendingImports } from './import/pending-imports.ts'
import { ProductControls } from './product-controls.tsx'
import { NewProductSheet } from './product-sheets.tsx'
import { ProductTable } from './product-table.tsx'
import styles from './products-page.module.css'
import { DeletedLately } from './undo-delete.tsx'
import { useSteadyProducts } from './use-steady-products.ts'

const said = sellerTexts.table

/** All products, with search, filters and sorting in the address. */
export function Products() {
  usePageTitle(sellerTexts.products)
  const { shops, ids: shopIds, one } = useShopChoice()
  const { q, filter, category, sort } = useSearch({ from: '/sell/products' })
  const search: SellerProductsSearch = { q, filter, category, sort }
  const { ids, newer, settle } = useSteadyProducts(shops, search)
  const { sheet, open, close } = useActs()
  const selection = useSelection<number>()
  const [isTicking, setTicking] = useState(false)
  const { store } = useSellerClient()
  const all = useCountOf(shopIds)
  const may = useMay()
  return (
    <>
      <Group justify="space-between" mb="md">
        <h1>{sellerTexts.products}</h1>
        <Group gap="xs">
          {all > 0 && may('export') && <ExportMenu shopId={one?.id ?? null} />}
          {may('products') && (
            <>
              <Button
                variant="outline"
                className={styles.compact ?? ''}
                aria-label={sellerTexts.import.button}
                onClick={() => open('import')}
              >
                <Icon name="upload" size={16} />
                <span className={styles.label}>{sellerTexts.import.button}</span>
              </Button>
              <Button leftSection={<Icon name="plus" size={16} />} onClick={() => open('new')}>
                {sellerTexts.product.create}
              </Button>
            </>
          )}
        </Group>
      </Group>
      {all > 0 && <ProductControls shopIds={shopIds} search={search} />}
      <Group wrap="nowrap" mih={36} c="dimmed" fz="sm" lh="sm" role="status">
        {all > 0 && may('products') && (
          <Button
            className={styles.ticking ?? ''}
            size="compact-md"
            variant={isTicking ? 'light' : 'subtle'}
            aria-pressed={isTicking}
            onClick={() => setTicking(!isTicking)}
          >
            {sellerTexts.bulk.tick}
          </Button>
        )}
        {all > 0 && said.count(ids.filter((id) => store.product(id)).length, all)}
        {newer > 0 && (
          <Button size="compact-sm" variant="outline" onClick={settle}>
            {sellerTexts.newProducts(newer)}
          </Button>
        )}
      </Group>
      {ids.length > 0 ? (
        <ProductTable
          key={JSON.stringify([search, shopIds])}
          ids={ids}
          withShop={shops.length > 1}
          selection={selection}
          isTicking={isTicking}
        />
      ) : (
        <Nothing filtered={all > 0} onCreate={may('products') ? () => open('new') : null} />
      )}
      {may('products') && <BulkProducts selection={selection} />}
      <DeletedLately />
      <CategoryList shopIds={shopIds} />
      <NewProductSheet opened={sheet === 'new' && may('products')} onClose={close} onCreated={settle} />
      <ImportSheet
        opened={sheet === 'import' && may('products')}
        shops={shops.filter(({ id }) => may('products', id))}
        onClose={() => {
          close()
          settle()
        }}
      />
    </>
  )
}

/** The open sheet. The palette opens one by the address; an import with unknown outcome opens its own. */
function useActs() {
  const { act } = useSearch({ from: '/sell/products' })
  const change = useChangeSearch()
  const pendingImports = usePendingImports()
  const [sheet, setSheet] = useState<'new' | 'import' | null>(() =>
    pendingImports.all().length > 0 ? 'import' : null,
  )
  const close = () => {
    setSheet(null)
    if (act) change({ act: undefined })
  }
  return { sheet: sheet ?? act ?? null, open: setSheet, close }
}

function useCountOf(shopIds: readonly number[]): number {
  const { store } = useSellerClient()
  return useProductIds().filter((id) => shopIds.includes(store.product(id)?.shopId ?? 0)).length
}

function Nothing({ filtered, onCreate }: { filtered: boolean; onCreate: (() => void) | null }) {
  const change = useChangeSearch()
  if (filtered) {
    return (
      <EmptyState icon="search" title={said.noneFound} help={said.noneFoundHelp}>
        <Button
          variant="outline"
          onClick={() => change({ q: undefined, filter: undefined, category: undefined })}
        >
          {said.clear}
        </Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="box" title={said.none} help={onCreate && sellerTexts.todo.firstHelp}>
      {onCreate && (
        <Button variant="outline" onClick={onCreate}>
          {sellerTexts.todo.first}
        </Button>
      )}
    </EmptyState>
  )
}
