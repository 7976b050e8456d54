import { type CSSProperties, memo } from 'react'
import type { Product, Shop } from '../../shared/protocol/shapes.ts'
import { useMoney, useProduct, useShop } from '../store/hooks.ts'
import { boardTexts } from '../ui/board-texts.ts'
import { Figure } from '../ui/figure.tsx'
import { Icon } from '../ui/icons.tsx'
import { grouped } from '../ui/plurals.ts'
import styles from './stock-pages.module.css'

export interface StockPagesProps {
  ids: readonly number[]
  rows: number
  columns: number
  label: string
}

/** One page of the stock: down the first column, then down the next. */
export function StockPages({ ids, rows, columns, label }: StockPagesProps) {
  const style = { '--rows': rows, '--columns': columns } as CSSProperties
  return (
    <ul className={styles.page} style={style} aria-label={label}>
      {ids.map((id) => (
        <Row key={id} id={id} />
      ))}
    </ul>
  )
}

const Row = memo(function Row({ id }: { id: number }) {
  const product = useProduct(id)
  const shop = useShop(product?.shopId ?? 0)
  const money = useMoney()
  if (!product) return null
  const over = product.stock === 0 || (shop && shop.status !== 'open')
  return (
    <li className={styles.row} data-over={over || undefined}>
      <span className={styles.name}>{product.name}</span>
      <span className={styles.price}>{product.price === 0 ? boardTexts.free : money(product.price)}</span>
      <Stock product={product} shop={shop} />
    </li>
  )
})

function Stock({ product: { stock }, shop }: { product: Product; shop: Shop | undefined }) {
  const isSoldOut = stock === 0
  if (isSoldOut || (shop && shop.status !== 'open')) {
    return (
      <span className={styles.label} data-tone={isSoldOut ? 'bad' : 'muted'}>
        <Icon name={isSoldOut ? 'cross' : 'lock'} size="1em" />
        {isSoldOut ? boardTexts.soldOut : boardTexts.closed}
      </span>
    )
  }
  const low = shop !== undefined && stock <= shop.lowStockAt
  return (
    <span className={styles.stock} data-low={low || undefined}>
      {low && (
        <span className={styles.low}>
          <Icon name="alert" size="1em" />
          {boardTexts.low}
        </span>
      )}
      <Figure value={stock}>{grouped(stock)}</Figure>
    </span>
  )
}
