import { Box, Group, Stack, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { useFreshness, useMarketInfo, useProduct, useShop } from '../../store/hooks.ts'
import { Cover } from '../../ui/cover.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { texts } from '../../ui/texts.ts'
import { useTitle } from '../../ui/use-title.ts'
import { useAvailability } from '../availability.ts'
import { AddToCart } from '../buy/add-to-cart.tsx'
import { Pickup } from '../buy/pickup.tsx'
import { BuyButton } from '../market/buy-button.tsx'
import { Price } from '../market/price.tsx'
import { Stock } from '../market/stock.tsx'
import { MayBeOld } from '../may-be-old.tsx'
import { ShopNotice } from '../shop/shop-notice.tsx'
import { useShopping } from '../shopping.ts'
import { Waiting } from '../waiting.tsx'
import { BoughtBefore } from './bought-before.tsx'
import { Ledger } from './ledger.tsx'
import { MoreFromShop } from './more-from-shop.tsx'
import styles from './product-page.module.css'
import { ShareProduct } from './share-product.tsx'
import { ShopCard } from './shop-card.tsx'

const words = texts.storefront

/** One product with all its details. */
export function ProductPage() {
  const { id } = useParams({ strict: false })
  const product = useProduct(Number(id))
  const freshness = useFreshness()
  if (product) return <Found key={product.id} product={product} />
  // The last known market may be older than the product.
  if (freshness === 'none' || freshness === 'old') return <Waiting cards={1} />
  return (
    <EmptyState icon="search" title={orderTexts.product.notFoundTitle} help={orderTexts.product.notFoundHelp}>
      <Link to="/">{texts.shell.toMarket}</Link>
    </EmptyState>
  )
}

function Found({ product }: { product: Product }) {
  const shop = useShop(product.shopId)
  const market = useMarketInfo()
  useTitle(market && `${product.name} · ${market.name}`)
  return (
    <>
      <div className={styles.product}>
        <div className={styles.cover}>
          <Cover product={product} greyed={product.stock === 0} eager />
        </div>
        <Stack gap="xs">
          <h1>
            <bdi>{product.name}</bdi>
          </h1>
          {product.category && (
            <Text size="sm" c="dimmed">
              {product.category}
            </Text>
          )}
          <Offer product={product} />
          <BoughtBefore productId={product.id} />
          {product.description && (
            <Text dir="auto" maw="65ch" mt="md" style={{ whiteSpace: 'pre-line' }}>
              {product.description}
            </Text>
          )}
          {shop && (
            <Stack mt="md">
              <Pickup shop={shop} />
              <ShopCard shop={shop} />
            </Stack>
          )}
          <Ledger productId={product.id} stock={product.stock} timeZone={shop?.timeZone} />
        </Stack>
      </div>
      {shop && <MoreFromShop shop={shop} product={product} />}
    </>
  )
}

function Offer({ product }: { product: Product }) {
  const { sheets } = useShopping()
  const shop = useShop(product.shopId)
  const availability = useAvailability(product.id)
  const freshness = useFreshness()
  return (
    <Stack gap="xs" maw="26rem">
      <Group component="p" align="baseline" gap="lg" mt="xs" style={{ rowGap: 0 }}>
        <span className={styles.price}>
          <Price minor={product.price} />
        </span>
        <Stock stock={product.stock} lowAt={shop?.lowStockAt ?? 0} />
        {freshness === 'old' && <MayBeOld />}
      </Group>
      {product.limitPerBuyer !== null && (
        <Text size="sm" c="dimmed">
          {words.buy.limit(product.limitPerBuyer)}
        </Text>
      )}
      {shop && <ShopNotice shop={shop} />}
      <BuyButton
        id={product.id}
        name={product.name}
        availability={availability}
        onBuy={() => sheets.show({ kind: 'buy', productId: product.id })}
      />
      <Group gap="xs">
        {product.stock > 0 && (
          <Box flex="1 1 auto">
            <AddToCart product={product} quantity={1} max={product.stock} />
          </Box>
        )}
        <ShareProduct name={product.name} />
      </Group>
    </Stack>
  )
}
