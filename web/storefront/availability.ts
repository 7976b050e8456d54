import { useConnection, useFreshness, useIsSoldOut, useListing, useShop } from '../store/hooks.ts'
import { texts } from '../ui/texts.ts'

/** Why a product cannot be bought right now: the text in place of Buy. */
export const reasons = {
  gone: texts.storefront.buy.gone,
  'sold-out': texts.storefront.buy.soldOut,
  'shop-closed': texts.storefront.buy.shopClosed,
  'shop-suspended': texts.storefront.buy.shopSuspended,
  offline: texts.storefront.buy.offline,
  connecting: texts.storefront.buy.connecting,
} as const

export type Availability = 'for-sale' | keyof typeof reasons

/** Renders again only when the answer may have changed, not at every sale. */
export function useAvailability(productId: number): Availability {
  const listing = useListing(productId)
  const isSoldOut = useIsSoldOut(productId)
  const shop = useShop(listing?.shopId ?? 0)
  const freshness = useFreshness()
  const connection = useConnection()
  if (!listing) return 'gone'
  if (isSoldOut) return 'sold-out'
  if (shop?.status === 'closed') return 'shop-closed'
  if (shop?.status === 'suspended') return 'shop-suspended'
  if (freshness === 'live') return 'for-sale'
  return connection.kind === 'connecting' ? 'connecting' : 'offline'
}

/** What still works without a connection. */
export function useOfflineHelp(): string {
  const connection = useConnection()
  const isBlocked = connection.kind === 'offline' && connection.why === 'blocked'
  return isBlocked ? texts.shell.blockedHelp : texts.shell.offlineHelp
}
