import type { Shop } from '../../shared/protocol/shapes.ts'
import type { Connection } from '../socket/connection.ts'
import { useConnection, useFreshness, useIsSoldOut, useListing, useShop } from '../store/hooks.ts'
import type { Freshness } from '../store/market-store.ts'
import { texts } from '../ui/texts.ts'

/** Whether a product can be bought right now, and why not. */
export type Availability =
  | 'for-sale'
  | 'gone'
  | 'sold-out'
  | 'shop-closed'
  | 'shop-suspended'
  | 'offline'
  | 'connecting'

function availabilityOf(
  isSoldOut: boolean,
  shop: Shop | undefined,
  freshness: Freshness,
  connection: Connection,
): Availability {
  if (isSoldOut) return 'sold-out'
  if (shop?.status === 'closed') return 'shop-closed'
  if (shop?.status === 'suspended') return 'shop-suspended'
  if (freshness === 'live') return 'for-sale'
  return connection.kind === 'connecting' ? 'connecting' : 'offline'
}

/** Renders again only when the answer may have changed, not at every sale. */
export function useAvailability(productId: number): Availability {
  const listing = useListing(productId)
  const isSoldOut = useIsSoldOut(productId)
  const shop = useShop(listing?.shopId ?? 0)
  const freshness = useFreshness()
  const connection = useConnection()
  return listing ? availabilityOf(isSoldOut, shop, freshness, connection) : 'gone'
}

/** What still works without a connection. */
export function useOfflineHelp(): string {
  const connection = useConnection()
  const isBlocked = connection.kind === 'offline' && connection.why === 'blocked'
  return isBlocked ? texts.shell.blockedHelp : texts.shell.offlineHelp
}

/** The text in place of Buy. */
export const reasons: Record<Exclude<Availability, 'for-sale'>, string> = {
  gone: texts.storefront.buy.gone,
  'sold-out': texts.storefront.buy.soldOut,
  'shop-closed': texts.storefront.buy.shopClosed,
  'shop-suspended': texts.storefront.buy.shopSuspended,
  offline: texts.storefront.buy.offline,
  connecting: texts.storefront.buy.connecting,
}
