import { Figure } from '../../ui/figure.tsx'
import { StatusLabel } from '../../ui/status-label.tsx'
import { texts } from '../../ui/texts.ts'
import styles from './stock.module.css'

export interface StockProps {
  stock: number
  /** At this stock and below, the number is emphasised. */
  lowAt: number
}

/** The live stock: unobtrusive while there is plenty, a warning when it is low. */
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
