import { Link } from '@tanstack/react-router'
import { memo, useEffect, useRef } from 'react'
import { useIsLastOne, useListing, useShop, useStock } from '../../store/hooks.ts'
import { Cover } from '../../ui/cover.tsx'
import { useAvailability } from '../availability.ts'
import { useShopping } from '../shopping.ts'
import { useIsWide } from '../use-is-wide.ts'
import { BuyButton } from './buy-button.tsx'
import { CartStepper } from './cart-stepper.tsx'
import { Price } from './price.tsx'
import styles from './product-card.module.css'
import { Stock } from './stock.tsx'

/** One product in a list. It renders again only if its listing, its shop or the connection changes. */
export const ProductCard = memo(function ProductCard({ id }: { id: number }) {
  const { sheets } = useShopping()
  const current = useListing(id)
  const availability = useAvailability(id)
  const isLast = useIsLastOne(id)
  const isWide = useIsWide()
  const last = useRef(current)
  useEffect(() => {
    if (current) last.current = current
  }, [current])
  // A product that is no longer for sale keeps its place until the list is rebuilt: nothing moves under the pointer.
  const product = current ?? last.current
  const shop = useShop(product?.shopId ?? 0)
  if (!product) return null
  const isOver = availability === 'sold-out' || availability === 'gone'
  return (
    <article className={styles.card} data-over={isOver || undefined} data-last={isLast || undefined}>
      <div className={styles.cover}>
        <Cover product={product} greyed={isOver} />
      </div>
      <h2 className={styles.name}>
        <Link to="/product/$id" params={{ id: String(id) }}>
          <bdi>{product.name}</bdi>
        </Link>
      </h2>
      <p className={styles.shop}>{shop?.name}</p>
      <p className={styles.figures}>
        <span className={styles.price}>
          <Price minor={product.price} />
        </span>
        {!isOver && <LiveStock id={id} lowAt={shop?.lowStockAt ?? 0} />}
      </p>
      <div className={styles.action}>
        {isWide !== false && (
          <span className={styles.onCards}>
            <BuyButton
              id={id}
              name={product.name}
              availability={availability}
              onBuy={() => sheets.show({ kind: 'buy', productId: id })}
            />
          </span>
        )}
        {isWide !== true && (
          <span className={styles.onRows}>
            <CartStepper product={product} availability={availability} />
          </span>
        )}
      </div>
    </article>
  )
})

/** A component of its own, so that a sale renders this figure only. */
const LiveStock = ({ id, lowAt }: { id: number; lowAt: number }) => (
  <Stock stock={useStock(id)} lowAt={lowAt} bar />
)
