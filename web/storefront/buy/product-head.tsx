import type { Product } from '../../../shared/protocol/shapes.ts'
import { useShop } from '../../store/hooks.ts'
import { Cover } from '../../ui/cover.tsx'
import { Price } from '../market/price.tsx'
import { Stock } from '../market/stock.tsx'
import styles from './product-head.module.css'

/** Which product this is about: small cover, name, price and what is left of it, live. */
export function ProductHead({ product }: { product: Product }) {
  const shop = useShop(product.shopId)
  return (
    <div className={styles.head}>
      <div className={styles.cover}>
        <Cover
          name={product.name}
          image={product.image}
          shopId={product.shopId}
          greyed={product.stock === 0}
          eager
        />
      </div>
      <div className={styles.text}>
        <p className={styles.name}>{product.name}</p>
        <p className={styles.figures}>
          <span className={styles.price}>
            <Price minor={product.price} />
          </span>
          <Stock stock={product.stock} lowAt={shop?.lowStockAt ?? 0} />
        </p>
      </div>
    </div>
  )
}
