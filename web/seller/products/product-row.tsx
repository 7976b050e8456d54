import { Link } from '@tanstack/react-router'
import { memo, useRef } from 'react'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useMoney, useProduct } from '../../store/hooks.ts'
import { Figure } from '../../ui/figure.tsx'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { SelectOne } from '../bulk/select-boxes.tsx'
import { useEdit, useSellerTools } from '../shell/seller-tools.ts'
import { ShopName } from '../shops/shop-name.tsx'
import { EditTrouble, useTroubles } from './edit-trouble.tsx'
import { EditableField } from './editable-field.tsx'
import styles from './product-table.module.css'
import { StockMark } from './stock-mark.tsx'
import { UndoDelete } from './undo-delete.tsx'
import { useDelete } from './use-deletion.ts'

const said = sellerTexts.table

export interface ProductRowProps {
  id: number
  /** Its place in the table, the head being 1: not all rows are there to be counted. */
  index: number
  isSelected: boolean
  onSelect: (id: number) => void
  /** Whether the shop is named: where several are shown. */
  withShop: boolean
  onStock: (productId: number) => void
}

/** A product's row; when it is gone its place stays, with the way back. */
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
      <td colSpan={7}>
        <span className={styles.line}>
          {own ? said.deleted(product.name) : said.gone(product.name)}
          <UndoDelete deletion={product} />
        </span>
      </td>
    </tr>
  )
}

type LiveRowProps = Omit<ProductRowProps, 'id'> & { product: Product }

function LiveRow({ product, index, withShop, onStock, isSelected, onSelect }: LiveRowProps) {
  const money = useMoney()
  const troubles = useTroubles(product.id)
  return (
    <>
      <tr
        aria-rowindex={index}
        data-hidden={product.status === 'hidden' || undefined}
        data-selected={isSelected || undefined}
      >
        <td data-kind="box">
          <SelectOne name={product.name} isSelected={isSelected} onToggle={() => onSelect(product.id)} />
        </td>
        <th scope="row">
          <EditableField product={product} field="name">
            <Link to="/sell/products/$id" params={{ id: String(product.id) }} className={styles.name}>
              {product.name}
            </Link>
          </EditableField>
          {product.sku && (
            <span className={styles.detail}>{`${sellerTexts.product.labels.sku} ${product.sku}`}</span>
          )}
          {withShop && <ShopName shopId={product.shopId} />}
          <span data-narrow>
            {money(product.price)}
            {product.category && ` · ${product.category}`}
          </span>
        </th>
        <td data-wide>
          <EditableField product={product} field="category" />
        </td>
        <td data-kind="figure" data-wide>
          <EditableField product={product} field="price" align="end" />
        </td>
        <td data-kind="figure">
          <span className={styles.stock}>
            <StockMark product={product} />
            <Figure value={product.stock} />
          </span>
        </td>
        <td data-wide>
          <Visibility product={product} />
        </td>
        <td>
          <RowActions product={product} onStock={onStock} />
        </td>
      </tr>
      {troubles.length > 0 && (
        <tr className={styles.trouble}>
          <td colSpan={7}>
            {troubles.map((field) => (
              <EditTrouble key={field} product={product} field={field} />
            ))}
          </td>
        </tr>
      )}
    </>
  )
}

/** Listed or hidden, and the press that changes it. */
export function Visibility({ product }: { product: Product }) {
  const { edits } = useSellerTools()
  const edit = useEdit(product.id, 'status')
  const pending = edit && edit.kind !== 'refused' && edit.kind !== 'conflict' ? edit : null
  const status = pending?.changes.status ?? product.status
  const next = status === 'listed' ? 'hidden' : 'listed'
  return (
    <button
      type="button"
      className={styles.visibility}
      data-pending={pending ? '' : undefined}
      aria-label={status === 'listed' ? said.hide(product.name) : said.show(product.name)}
      onClick={() => edits.save(product, 'status', { status: next })}
    >
      <Icon name={status === 'listed' ? 'eye' : 'eye-off'} size={16} />
      {said[status]}
    </button>
  )
}

function RowActions({ product, onStock }: { product: Product; onStock: (productId: number) => void }) {
  const { mutation, remove } = useDelete()
  return (
    <span className={styles.actions}>
      <button
        type="button"
        aria-label={said.changeStock(product.name)}
        title={said.changeStock(product.name)}
        onClick={() => onStock(product.id)}
      >
        <Icon name="box" />
      </button>
      <button
        type="button"
        aria-label={said.remove(product.name)}
        title={said.remove(product.name)}
        disabled={mutation.kind === 'sending' || mutation.kind === 'waiting'}
        onClick={() => void remove(product)}
      >
        <Icon name="trash" />
      </button>
    </span>
  )
}
