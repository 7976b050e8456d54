import { Figure } from '../../ui/figure.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { texts } from '../../ui/texts.ts'
import styles from './stock.module.css'

export interface StockProps {
  stock: number
  /** From this many on down it is said loudly. */
  lowAt: number
}

/** How many are left, live: quiet while there are plenty, and a warning when there are few. */
export const Stock = ({ stock, lowAt }: StockProps) =>
  stock > 0 && stock <= lowAt ? (
    <StatusLabel tone="warn" icon="box">
      <Figure value={stock}>{texts.status.left(stock)}</Figure>
    </StatusLabel>
  ) : (
    <span className={styles.plenty}>
      <Figure value={stock}>
        {stock > 0 ? texts.storefront.inStock(stock) : texts.storefront.buy.soldOut}
      </Figure>
    </span>
  )
