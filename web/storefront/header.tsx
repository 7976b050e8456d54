import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { pageMeta } from '../shell/page-meta.ts'
import { useMarketInfo, useOrders } from '../store/hooks.ts'
import { Icon } from '../ui/icons.tsx'
import { texts } from '../ui/texts.ts'
import styles from './header.module.css'
import { SearchField } from './search-field.tsx'
import { useCartLines, useShopping } from './shopping.ts'

const words = texts.storefront

/** The market's name, the search, one's orders and the cart, on every page of the storefront. */
export function Header() {
  const name = useMarketInfo()?.name ?? pageMeta.name
  return (
    <div className={styles.header}>
      <Link to="/" className={styles.name}>
        {name}
      </Link>
      <SearchField />
      <nav className={styles.nav}>
        <OrdersLink />
        <CartButton />
      </nav>
    </div>
  )
}

function OrdersLink() {
  const waiting = useOrders().filter((order) => order.status === 'placed').length
  return (
    <Link
      to="/orders"
      className={styles.item}
      aria-label={waiting > 0 ? words.ordersWaiting(waiting) : words.orders}
    >
      <Icon name="ticket" size={24} />
      {words.orders}
      <Count>{waiting}</Count>
    </Link>
  )
}

function CartButton() {
  const { sheets } = useShopping()
  const pieces = useCartLines().reduce((sum, line) => sum + line.quantity, 0)
  return (
    <button
      type="button"
      className={styles.item}
      aria-haspopup="dialog"
      aria-label={pieces > 0 ? words.cartHolds(pieces) : words.cart}
      onClick={() => sheets.show({ kind: 'cart' })}
    >
      <Icon name="bag" size={24} />
      {words.cart}
      <Count>{pieces}</Count>
    </button>
  )
}

const Count = ({ children }: { children: number & ReactNode }) =>
  children > 0 ? <span className={styles.count}>{children > 99 ? '99+' : children}</span> : null
