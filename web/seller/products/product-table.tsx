import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { TableFrame } from '../../ui/table.tsx'
import { SelectAll } from '../bulk/select-boxes.tsx'
import type { Selection } from '../bulk/selection.ts'
import { productColumns } from './product-columns.tsx'
import { ProductRow } from './product-row.tsx'
import styles from './product-table.module.css'
import { StockSheet } from './stock-sheet.tsx'

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
  const openStock = useCallback((productId: number) => setStockOf(productId), [])
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
          column.kind === 'box' ? { ...column, head: <SelectAll ids={ids} selection={selection} /> } : column,
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
              onStock={openStock}
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
