import { texts } from '../../ui/texts.ts'
import { type Availability, reasons } from '../availability.ts'
import styles from './buy-button.module.css'

export interface BuyButtonProps {
  /** The product's name, for readers. */
  name: string
  availability: Availability
  onBuy: () => void
  /** The view's one filled button, as on a product's own page. */
  filled?: boolean
}

/**
 * Buy, or in its place and height the reason why not. It stays the same element in every state, so that focus
 * is not lost when the last one goes.
 */
export function BuyButton({ name, availability, onBuy, filled = false }: BuyButtonProps) {
  const isForSale = availability === 'for-sale'
  return (
    <button
      type="button"
      className={styles.button}
      data-filled={filled || undefined}
      data-availability={availability}
      aria-disabled={!isForSale}
      aria-label={isForSale ? texts.storefront.buy.buyNamed(name) : `${reasons[availability]}: ${name}`}
      onClick={() => isForSale && onBuy()}
    >
      {isForSale ? texts.storefront.buy.buy : reasons[availability]}
    </button>
  )
}
