import { Group } from '@mantine/core'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { memo, useLayoutEffect, useRef, useState } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useProduct } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Cells, TableFrame } from '../../ui/table.tsx'
import { SelectAll } from '../bulk/select-boxes.tsx'
import type { Selection } from '../bulk/selection.ts'
import { useSellerTools } from '../shell/seller-tools.ts'
import { useMay } from '../shell/use-may.ts'
import { EditTrouble, useTroubles } from './editable-field.tsx'
import { productColumns, type Shown } from './product-columns.tsx'
import styles from './product-table.module.css'
import { StockSheet } from './stock-sheet.tsx'
import { UndoDelete } from './undo-delete.tsx'

const said = sellerTexts.table
/** Estimated height of a row before it is measured, in px. */
const rowHeight = 53
/** Rows rendered beyond the visible ones, so that fast scrolling shows no gap. */
const overscan = 12

export interface ProductTableProps {
  ids: readonly number[]
  withShop: boolean
  selection: Selection<number>
  /** Whether phones show the selection column. */
  isTicking: boolean
}

/** The products of `ids` as a table. Only rows near the viewport are rendered. */
export function ProductTable({ ids, withShop, selection, isTicking }: ProductTableProps) {
  const [stockOf, setStockOf] = useState<number | null>(null)
  const may = useMay()
  const table = useRef<HTMLTableElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const { current } = table
    if (current) setTop(current.getBoundingClientRect().top + window.scrollY)
  }, [])
  const rows = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => rowHeight,
    getItemKey: (index) => ids[index]!,
    overscan,
    scrollMargin: top,
  })
  const shown = rows.getVirtualItems()
  const before = (shown[0]?.start ?? top) - top
  const after = rows.getTotalSize() - ((shown.at(-1)?.end ?? top) - top)
  return (
    <>
      <TableFrame
        ref={table}
        className={styles.table ?? ''}
        caption={said.caption}
        columns={productColumns.map((column) =>
          column.kind === 'box' && may('products')
            ? { ...column, head: <SelectAll ids={ids} selection={selection} /> }
            : column,
        )}
        aria-rowcount={ids.length + 1}
        data-ticking={isTicking || undefined}
      >
        <Gap height={before} />
        {shown.map(({ index, key }) => (
          <tbody key={key} data-index={index} ref={rows.measureElement}>
            <ProductRow
              id={ids[index]!}
              index={index + 2}
              withShop={withShop}
              onStock={setStockOf}
              isSelected={selection.ids.has(ids[index]!)}
              onSelect={selection.toggle}
            />
          </tbody>
        ))}
        <Gap height={after} />
      </TableFrame>
      <StockSheet productId={stockOf} onClose={() => setStockOf(null)} />
    </>
  )
}

/** Space for rows that are not rendered. */
const Gap = ({ height }: { height: number }) =>
  height > 0 ? (
    <tbody aria-hidden="true">
      <tr className={styles.gap}>
        <td colSpan={productColumns.length} style={{ height }} />
      </tr>
    </tbody>
  ) : null

interface ProductRowProps extends Omit<Shown, 'product'> {
  id: number
  /** Its row number in the table; the head is 1. Not all rows are rendered, so the browser cannot count them. */
  index: number
}

/** A product's row. A deleted product leaves a row with a button to undo it. */
const ProductRow = memo(function ProductRow({ id, ...row }: ProductRowProps) {
  const product = useProduct(id)
  const last = useRef(product)
  if (product) last.current = product
  if (product) return <LiveRow product={product} {...row} />
  return last.current ? <GoneRow product={last.current} /> : null
})

function GoneRow({ product }: { product: Product }) {
  const { deletions } = useSellerTools()
  const own = deletions.list().some(({ id }) => id === product.id)
  return (
    <tr className={styles.gone}>
      <td colSpan={productColumns.length}>
        <Group gap="var(--space-8) var(--space-16)" c="dimmed">
          {own ? said.deleted(product.name) : said.gone(product.name)}
          <UndoDelete deletion={product} />
        </Group>
      </td>
    </tr>
  )
}

function LiveRow({ index, ...row }: Shown & { index: number }) {
  const { product } = row
  const troubles = useTroubles(product.id)
  return (
    <>
      <tr
        aria-rowindex={index}
        data-hidden={product.status === 'hidden' || undefined}
        data-selected={row.isSelected || undefined}
      >
        <Cells columns={productColumns} row={row} />
      </tr>
      {troubles.length > 0 && (
        <tr className={styles.trouble}>
          <td colSpan={productColumns.length}>
            {troubles.map((field) => (
              <EditTrouble key={field} product={product} field={field} />
            ))}
          </td>
        </tr>
      )}
    </>
  )
}
