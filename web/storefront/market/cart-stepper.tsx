import { useRef } from 'react'
import type { Listing } from '../../store/hooks.ts'
import { useStock } from '../../store/hooks.ts'
import { announce } from '../../ui/announcements.ts'
import { Icon } from '../../ui/icons.tsx'
import { texts } from '../../ui/texts.ts'
import { type Availability, reasons } from '../availability.ts'
import { useShopping } from '../shopping.ts'
import styles from './cart-stepper.module.css'
import { SoldOut } from './sold-out.tsx'
import { useInCart } from './use-in-cart.ts'

export interface CartStepperProps {
  product: Listing
  availability: Availability
}

/** A round + that becomes − 1 +. The + stays the same element in every state, so that focus is not lost. */
export function CartStepper({ product, availability }: CartStepperProps) {
  const { cart } = useShopping()
  const plus = useRef<HTMLButtonElement>(null)
  const { id, name, price, limitPerBuyer } = product
  const { quantity, isSent } = useInCart(id)
  const words = texts.storefront.buy
  const isForSale = availability === 'for-sale'
  const isUnreachable = availability === 'offline' || availability === 'connecting'
  const add = () => {
    if (quantity === 0) announce(words.addedToCart(name))
    cart.add(id, 1, price)
  }
  const remove = () => {
    if (quantity > 1) return cart.change(id, quantity - 1, price)
    cart.remove(id)
    plus.current?.focus()
  }
  const shownReason = isForSale || isUnreachable ? null : availability
  return (
    <div className={styles.stepper} data-filled={quantity > 0 || undefined}>
      {quantity > 0 && (
        <>
          <button
            type="button"
            aria-label={words.fewerOf(name)}
            aria-disabled={isSent}
            onClick={() => !isSent && remove()}
          >
            <Icon name="minus" />
          </button>
          <span className={styles.quantity}>{quantity}</span>
        </>
      )}
      <Plus
        ref={plus}
        id={id}
        label={
          !isForSale
            ? `${reasons[availability]}: ${name}`
            : quantity > 0
              ? words.moreOf(name)
              : words.addNamed(name)
        }
        max={isSent || !isForSale ? 0 : (limitPerBuyer ?? Number.POSITIVE_INFINITY)}
        quantity={quantity}
        onPress={add}
      >
        {shownReason === 'sold-out' ? (
          <SoldOut id={id} />
        ) : (
          shownReason && <span className={styles.reason}>{reasons[shownReason]}</span>
        )}
      </Plus>
    </div>
  )
}

interface PlusProps {
  ref: React.Ref<HTMLButtonElement>
  id: number
  label: string
  quantity: number
  /** Besides the stock. */
  max: number
  onPress: () => void
  children: React.ReactNode
}

/** Only while the product is in the cart does it depend on the stock, and is rendered at a sale. */
function Plus({ ref, id, label, quantity, max, onPress, children }: PlusProps) {
  const stock = useStock(quantity > 0 ? id : 0)
  const isFull = quantity >= (quantity > 0 ? Math.min(max, stock) : max)
  return (
    <button
      ref={ref}
      type="button"
      className={children ? styles.words : styles.plus}
      aria-label={label}
      aria-disabled={isFull}
      onClick={() => !isFull && onPress()}
    >
      {children || <Icon name="plus" />}
    </button>
  )
}
