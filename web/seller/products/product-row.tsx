import { memo, useRef } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useProduct } from '../../store/hooks.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Cells } from '../../ui/table.tsx'
import { useSellerTools } from '../shell/seller-tools.ts'
import { EditTrouble, useTroubles } from './editable-field.tsx'
import { productColumns, type Shown } from './product-columns.tsx'
import styles from './product-table.module.css'
import { UndoDelete } from './undo-delete.tsx'

const said = sellerTexts.table

export interface ProductRowProps extends Omit<Shown, 'product'> {
  id: number
  /** Its row number in the table; the head is 1. Not all rows are rendered, so the browser cannot count them. */
  index: number
}

/** A product's row. A deleted product leaves a row with a button to undo it. */
export const ProductRow = memo(function ProductRow({ id, ...row }: ProductRowProps) {
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
        <span className={styles.line}>
          {own ? said.deleted(product.name) : said.gone(product.name)}
          <UndoDelete deletion={product} />
        </span>
      </td>
    </tr>
  )
}

type LiveRowProps = Shown & Pick<ProductRowProps, 'index'>

function LiveRow({ index, ...row }: LiveRowProps) {
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
