import { Stack } from '@mantine/core'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import { useFreshness, useMarketInfo, useShops } from '../../store/hooks.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { orderTexts } from '../../ui/order-texts.ts'
import { texts } from '../../ui/texts.ts'
import { useTitle } from '../../ui/use-title.ts'
import { Pickup } from '../buy/pickup.tsx'
import { Market } from '../market/market.tsx'
import type { StorefrontSearch } from '../search.ts'
import { Waiting } from '../waiting.tsx'
import { ShopHead } from './shop-head.tsx'
import { ShopNotice } from './shop-notice.tsx'

const words = orderTexts.shopPage

/** One shop: its description, its pickup details and its products. */
export function ShopPage() {
  const { slug } = useParams({ strict: false })
  const shop = [...useShops().values()].find((other) => other.slug === slug)
  const freshness = useFreshness()
  if (shop) return <Found key={shop.id} shop={shop} />
  if (freshness === 'none' || freshness === 'old') return <Waiting cards={4} />
  return (
    <EmptyState icon="shop" title={words.notFoundTitle} help={words.notFoundHelp}>
      <Link to="/">{texts.shell.toMarket}</Link>
    </EmptyState>
  )
}

function Found({ shop }: { shop: Shop }) {
  const search: StorefrontSearch = useSearch({ strict: false })
  const market = useMarketInfo()
  useTitle(market && `${shop.name} · ${market.name}`)
  return (
    <>
      <ShopHead shop={shop} />
      <Stack component="header" gap="sm" maw="65ch" mb="md">
        <ShopNotice shop={shop} />
        {shop.description && (
          <p dir="auto" style={{ whiteSpace: 'pre-line' }}>
            {shop.description}
          </p>
        )}
        {shop.pickupNote && <Pickup shop={shop} />}
      </Stack>
      <Market search={search} shopId={shop.id} />
    </>
  )
}
