import { Button } from '../../ui/button.tsx'
import { texts } from '../../ui/texts.ts'
import { type Availability, reasons } from '../availability.ts'
import { SoldOut } from './sold-out.tsx'

export interface BuyButtonProps {
  id: number
  /** The product's name, for screen readers. */
  name: string
  availability: Availability
  onBuy: () => void
}

/**
 * Buy, or the reason why it is not possible, at the same height. It stays the same element in every state, so that
 * focus is not lost when the last one is sold.
 */
export function BuyButton({ id, name, availability, onBuy }: BuyButtonProps) {
  const isForSale = availability === 'for-sale'
  return (
    <Button
      aria-disabled={!isForSale}
      aria-label={isForSale ? texts.storefront.buy.buyNamed(name) : `${reasons[availability]}: ${name}`}
      onClick={() => isForSale && onBuy()}
    >
      {isForSale ? (
        texts.storefront.buy.buy
      ) : availability === 'sold-out' ? (
        <SoldOut id={id} />
      ) : (
        reasons[availability]
      )}
    </Button>
  )
}
