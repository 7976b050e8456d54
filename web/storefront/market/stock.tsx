import { useRef } from 'react'
import { Figure } from '../../ui/figure.tsx'
import { texts } from '../../ui/texts.ts'
import styles from './stock.module.css'

export interface StockProps {
  stock: number
  /** At this stock and below, the number is emphasised. */
  lowAt: number
  /** Whether a thin bar shrinks with it. */
  bar?: boolean
}

/** The live stock: unobtrusive while there is plenty, a warning when it is low. */
export function Stock({ stock, lowAt, bar = false }: StockProps) {
  const most = useRef(0)
  // Full is what was seen, and at least what is plenty in this shop.
  most.current = Math.max(most.current, stock, 4 * lowAt, plenty)
  const isLow = stock > 0 && stock <= lowAt
  const words = stock === 0 ? texts.storefront.buy.soldOut : wordsOf(stock, isLow)
  return (
    <span className={styles.stock} data-low={isLow || undefined}>
      {bar && (
        <span className={styles.bar} aria-hidden="true">
          <span style={{ transform: `scaleX(${stock / most.current})` }} />
        </span>
      )}
      <Figure value={stock} rolls>
        {words}
      </Figure>
    </span>
  )
}

const plenty = 20

const wordsOf = (stock: number, isLow: boolean): string =>
  stock === 1 ? texts.storefront.lastOne : isLow ? texts.status.left(stock) : texts.storefront.inStock(stock)
