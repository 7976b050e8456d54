import { Link } from '@tanstack/react-router'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useMoney } from '../../store/hooks.ts'
import { Figure } from '../../ui/figure.tsx'
import { Icon } from '../../ui/icons.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import type { Column } from '../../ui/table.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { SelectOne } from '../bulk/select-boxes.tsx'
import { IfMay } from '../shell/if-may.tsx'
import { useSellerTools } from '../shell/seller-tools.ts'
import { isUnderWay } from '../shell/use-command.ts'
import { useMay } from '../shell/use-may.ts'
import { ShopName } from '../shops/shop-name.tsx'
import { EditableField, usePendingEdit } from './editable-field.tsx'
import styles from './product-table.module.css'
import { StockMark } from './stock-mark.tsx'
import { useDelete } from './undo-delete.tsx'

const said = sellerTexts.table

/** What a row needs to show its product. */
export interface Shown {
  product: Product
  isSelected: boolean
  onSelect: (id: number) => void
  /** Whether to name the shop; true where several are shown. */
  withShop: boolean
  onStock: (productId: number) => void
}

export const productColumns: readonly Column<Shown>[] = [
  {
    key: 'selection',
    kind: 'box',
    head: null,
    cell: ({ product, isSelected, onSelect }) => (
      <IfMay right="products" shopId={product.shopId}>
        <SelectOne name={product.name} isSelected={isSelected} onToggle={() => onSelect(product.id)} />
      </IfMay>
    ),
  },
  {
    head: said.product,
    isRowHead: true,
    cell: ({ product, withShop }) => (
      <>
        <EditableField product={product} field="name">
          <Link to="/sell/products/$id" params={{ id: String(product.id) }} className={styles.name}>
            {product.name}
          </Link>
        </EditableField>
        {product.sku && <span data-note>{`${sellerTexts.product.labels.sku} ${product.sku}`}</span>}
        {withShop && <ShopName shopId={product.shopId} />}
        <Narrow product={product} />
      </>
    ),
  },
  {
    head: said.category,
    isWide: true,
    cell: ({ product }) => <EditableField product={product} field="category" />,
  },
  {
    head: said.price,
    kind: 'figure',
    isWide: true,
    cell: ({ product }) => <EditableField product={product} field="price" />,
  },
  {
    head: said.stock,
    kind: 'figure',
    cell: ({ product }) => (
      <span className={styles.stock}>
        <StockMark product={product} />
        <Figure value={product.stock} />
      </span>
    ),
  },
  { head: said.visibility, isWide: true, cell: ({ product }) => <Visibility product={product} /> },
  {
    key: 'actions',
    head: <VisuallyHidden>{said.actions}</VisuallyHidden>,
    cell: ({ product, onStock }) => (
      <IfMay right="products" shopId={product.shopId}>
        <RowActions product={product} onStock={onStock} />
      </IfMay>
    ),
  },
]

/** Shown on phones instead of the wide columns. */
function Narrow({ product: { price, category } }: { product: Product }) {
  const money = useMoney()
  return (
    <span data-narrow>
      {money(price)}
      {category && ` · ${category}`}
    </span>
  )
}

/** Shows whether a product is listed, and toggles it. */
export function Visibility({ product }: { product: Product }) {
  const { edits } = useSellerTools()
  const pending = usePendingEdit(product.id, 'status')
  const status = pending?.changes.status ?? product.status
  const next = status === 'listed' ? 'hidden' : 'listed'
  const may = useMay()
  const shown = (
    <>
      <Icon name={status === 'listed' ? 'eye' : 'eye-off'} size={16} />
      {said[status]}
    </>
  )
  if (!may('products', product.shopId)) return <span data-note>{shown}</span>
  return (
    <button
      type="button"
      className={styles.visibility}
      data-pending={pending ? '' : undefined}
      aria-label={status === 'listed' ? said.hide(product.name) : said.show(product.name)}
      onClick={() => edits.save(product, 'status', { status: next })}
    >
      {shown}
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
        disabled={isUnderWay(mutation)}
        onClick={() => void remove(product)}
      >
        <Icon name="trash" />
      </button>
    </span>
  )
}
