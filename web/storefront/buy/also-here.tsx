import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useClient, useProductIds, useShop } from '../../store/hooks.ts'
import { orderTexts } from '../../ui/order-texts.ts'
import { Price } from '../market/price.tsx'
import { useShopping } from '../shopping.ts'
import styles from './also-here.module.css'

const countMax = 3

/** The shop's other products, for a buyer who came too late. */
export function AlsoHere({ shopId, except }: { shopId: number; except: readonly number[] }) {
  const { store } = useClient()
  const { sheets } = useShopping()
  const shop = useShop(shopId)
  const ids = useProductIds()
  const others = useMemo(
    () =>
      ids
        .flatMap((id) => store.product(id) ?? [])
        .filter(({ id, shopId: of, stock }) => of === shopId && stock > 0 && !except.includes(id))
        .slice(0, countMax),
    [ids, store, shopId, except],
  )
  if (shop?.status !== 'open' || others.length === 0) return null
  return (
    <Stack component="section" gap="xs" align="flex-start">
      <h3>{orderTexts.outcome.alsoAt(shop.name)}</h3>
      <ul className={styles.list}>
        {others.map((product) => (
          <li key={product.id}>
            <button type="button" onClick={() => sheets.show({ kind: 'buy', productId: product.id })}>
              <span>{product.name}</span>
              <Text span ff="heading" fw={750}>
                <Price minor={product.price} />
              </Text>
            </button>
          </li>
        ))}
      </ul>
      <Link to="/shop/$slug" params={{ slug: shop.slug }} onClick={() => sheets.close()}>
        {orderTexts.outcome.allOf(shop.name)}
      </Link>
    </Stack>
  )
}
