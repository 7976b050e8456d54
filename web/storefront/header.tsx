import { Link } from '@tanstack/react-router'
import { isOpen } from '../../shared/catalog/order-states.ts'
import { pageMeta } from '../shell/page-meta.ts'
import { useBrand, useFreshness, useMarketInfo, useOrders, useSoldLastMinute } from '../store/hooks.ts'
import { Icon } from '../ui/icons.tsx'
import { texts } from '../ui/texts.ts'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import styles from './header.module.css'
import { SearchField } from './search-field.tsx'
import { useCartLines, useShopping } from './shopping.ts'

const words = texts.storefront

/** The market's name, the search, and links to the buyer's orders and cart, on every page of the storefront. */
export function Header() {
  const name = useMarketInfo()?.name ?? pageMeta.name
  return (
    <div className={styles.header}>
      <div className={styles.market}>
        <Link to="/" className={styles.name}>
          <Logo />
          <bdi>{name}</bdi>
        </Link>
        <Live />
      </div>
      <SearchField />
      <nav className={styles.nav}>
        <OrdersLink />
        <CartButton />
      </nav>
    </div>
  )
}

/** The market's name stands beside it. */
function Logo() {
  const logo = useBrand()?.logo
  return logo ? <img className={styles.logo} src={`/images/${logo}`} alt="" /> : null
}

/** That the page is live, and how much is going on. */
function Live() {
  const isLive = useFreshness() === 'live'
  const units = useSoldLastMinute()
  return (
    <p className={styles.live} data-live={isLive || undefined}>
      {isLive && words.live}
      {isLive && units !== null && units > 0 && <> · {words.soldLastMinute(units)}</>}
    </p>
  )
}

function OrdersLink() {
  const waiting = useOrders().filter(isOpen).length
  return (
    <Link to="/orders" className={styles.item}>
      <Icon name="ticket" size={24} />
      {words.orders}
      <Count of={words.waiting}>{waiting}</Count>
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
      onClick={() => sheets.show({ kind: 'cart' })}
    >
      <Icon name="bag" size={24} />
      {words.cart}
      <Count of={words.items(pieces)}>{pieces}</Count>
    </button>
  )
}

interface CountProps {
  children: number
  /** The noun for screen readers, which would otherwise read a bare number. */
  of: string
}

const Count = ({ children, of }: CountProps) =>
  children > 0 ? (
    <span className={styles.count}>
      {children > 99 ? '99+' : children}
      <VisuallyHidden> {of}</VisuallyHidden>
    </span>
  ) : null
