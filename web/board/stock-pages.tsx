import { type CSSProperties, memo } from 'react'
import type { Product, Shop } from '../../shared/protocol/shapes.ts'
import { useMoney, useProduct, useShop } from '../store/hooks.ts'
import { boardTexts } from '../ui/board-texts.ts'
import { Figure } from '../ui/figure.tsx'
import { Icon } from '../ui/icons.tsx'
import { grouped } from '../ui/plurals.ts'
import type { Fit } from './fit.ts'
import styles from './stock-pages.module.css'
import { useFalling } from './use-falling.ts'
import { useNameFit } from './use-name-fit.ts'

export interface StockPagesProps {
  ids: readonly number[]
  fit: Fit
  label: string
  /** Whether each product's shop is named. */
  withShops: boolean
}

/** One page of the stock: down the first column, then down the next. */
export function StockPages({ ids, fit, label, withShops }: StockPagesProps) {
  const { rows, columns, rowHeight } = fit
  const style = { '--rows': rows, '--columns': columns, '--row': `${rowHeight}px` } as CSSProperties
  return (
    <ul className={styles.page} style={style} aria-label={label}>
      {ids.map((id) => (
        <Row key={id} id={id} size={`${rowHeight} ${columns}`} withShop={withShops} />
      ))}
    </ul>
  )
}

interface RowProps {
  id: number
  /** Changes whenever the row's size may have changed. */
  size: string
  withShop: boolean
}

const Row = memo(function Row({ id, size, withShop }: RowProps) {
  const product = useProduct(id)
  const shop = useShop(product?.shopId ?? 0)
  const stock = product?.stock ?? 0
  const fallen = useFalling(stock)
  const isOver = stock === 0 || (shop !== undefined && shop.status !== 'open')
  const name = useNameFit(
    product?.name,
    shop?.name,
    size,
    isOver,
    String(stock).length,
    product?.price,
    fallen > 0,
  )
  const money = useMoney()
  if (!product) return null
  return (
    <li className={styles.row} data-over={isOver || undefined} data-falls={fallen > 0 || undefined}>
      <div className={styles.what}>
        <span ref={name} className={styles.name}>
          <bdi>{product.name}</bdi>
        </span>
        {withShop && (
          <span className={styles.shop}>
            <bdi>{shop?.name}</bdi>
          </span>
        )}
      </div>
      <span className={styles.price}>{product.price === 0 ? boardTexts.free : money(product.price)}</span>
      <Stock product={product} shop={shop} fallen={fallen} />
    </li>
  )
})

interface StockProps {
  product: Product
  shop: Shop | undefined
  fallen: number
}

function Stock({ product: { stock }, shop, fallen }: StockProps) {
  const isSoldOut = stock === 0
  if (isSoldOut || (shop && shop.status !== 'open')) {
    return (
      <span className={styles.label}>
        <Icon name={isSoldOut ? 'cross' : 'lock'} size="1em" />
        {isSoldOut ? boardTexts.soldOut : boardTexts.closed}
      </span>
    )
  }
  const isLow = shop !== undefined && stock <= shop.lowStockAt
  return (
    <span className={styles.stock} data-low={isLow || undefined}>
      <span className={styles.beside}>
        {fallen > 0 && <span className={styles.fallen}>−{grouped(fallen)}</span>}
        {isLow && (
          <span className={styles.low}>
            <Icon name="alert" size="1em" />
            {stock === 1 ? boardTexts.lastOne : boardTexts.low}
          </span>
        )}
      </span>
      <Figure value={stock}>{grouped(stock)}</Figure>
    </span>
  )
}
