import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Product, Shop } from '../../../shared/protocol/shapes.ts'
import { useClient, useProductIds, useStock } from '../../store/hooks.ts'
import { Cover } from '../../ui/cover.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { Price } from '../market/price.tsx'
import { Stock } from '../market/stock.tsx'
import styles from './more-from-shop.module.css'

const countMax = 6

/** Other products of a shop: those in stock, of the same category first. */
export function MoreFromShop({ shop, product }: { shop: Shop; product: Product }) {
  const others = useOthers(shop.id, product)
  if (others.length === 0) return null
  return (
    <section className={styles.more} aria-labelledby="more-from-shop">
      <div className={styles.head}>
        <h2 id="more-from-shop">{orderTexts.product.more(shop.name)}</h2>
        <Link to="/shop/$slug" params={{ slug: shop.slug }}>
          {orderTexts.outcome.allOf(shop.name)}
        </Link>
      </div>
      <ul className={styles.list}>
        {others.map((other) => (
          <li key={other.id}>
            <Link to="/product/$id" params={{ id: String(other.id) }} className={styles.one}>
              <Cover product={other} />
              <span className={styles.text}>
                <span className={styles.name}>{other.name}</span>
                <span className={styles.figures}>
                  <span className={styles.price}>
                    <Price minor={other.price} />
                  </span>
                  <LiveStock id={other.id} lowAt={shop.lowStockAt} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

const LiveStock = ({ id, lowAt }: { id: number; lowAt: number }) => (
  <Stock stock={useStock(id)} lowAt={lowAt} />
)

/** Chosen once for each visit of the page, so that none moves under the pointer when another sells out. */
function useOthers(shopId: number, { id, category }: Product): readonly Product[] {
  const { store } = useClient()
  const isLoaded = useProductIds().length > 0
  return useMemo(() => {
    if (!isLoaded) return []
    const ofShop = store
      .productIds()
      .flatMap((other) => store.product(other) ?? [])
      .filter((other) => other.shopId === shopId && other.id !== id && other.stock > 0)
    const alike = ofShop.filter((other) => other.category === category)
    return [...alike, ...ofShop.filter((other) => other.category !== category)].slice(0, countMax)
  }, [store, isLoaded, shopId, id, category])
}
