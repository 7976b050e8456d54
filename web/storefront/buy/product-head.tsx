import type { Product } from '../../../shared/protocol/shapes.ts'
import { useShop } from '../../store/hooks.ts'
import { Cover } from '../../ui/cover.tsx'
import { Price } from '../market/price.tsx'
import { Stock } from '../market/stock.tsx'
import styles from './product-head.module.css'

/** The product on one line: small picture, name, price and live stock. */
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
