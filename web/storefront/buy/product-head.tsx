import { Group, Text } from '@mantine/core'
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
    <Group gap="sm" wrap="nowrap">
      <div className={styles.cover}>
        <Cover product={product} greyed={product.stock === 0} eager />
      </div>
      <div>
        <Text fw={600}>
          <bdi>{product.name}</bdi>
        </Text>
        <Group component="p" align="baseline" style={{ rowGap: 0 }}>
          <Text span size="lg" ff="heading" fw={750}>
            <Price minor={product.price} />
          </Text>
          <Stock stock={product.stock} lowAt={shop?.lowStockAt ?? 0} />
        </Group>
      </div>
    </Group>
  )
}
