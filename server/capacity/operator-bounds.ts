import type { Bounds } from '../bounds.ts'
import type { Config } from '../config.ts'
import { ordersEverLimit } from './market-size.ts'

/**
 * The bounds as the operator set them: SOUK_ORDERS_MAX, SOUK_NEW_GUESTS, SOUK_SHOP_PRODUCTS, and SOUK_LIMITS=off for
 * those of a buyer. In a demo one address may order as it likes: everybody there is on this machine, and tries what a
 * crowd does.
 */
export function boundsOf(
  settings: Pick<Config, 'ordersMax' | 'newGuestsMax' | 'shopProductsMax' | 'limits' | 'demo'>,
  bounds: Bounds,
): Bounds {
  const { ordersMax, newGuestsMax, shopProductsMax, limits, demo } = settings
  const { market, rates } = bounds
  const ofOrders = ordersMax === null ? {} : { ordersMax, ordersEverMax: everMax(ordersMax, market) }
  const ofBuyers = limits ? {} : withoutLimits
  const ofGuests =
    newGuestsMax === null
      ? {}
      : { newGuestsPerAddressPerHour: newGuestsMax, newGuestsPerAddressPerDay: 2 * newGuestsMax }
  const ofShops = shopProductsMax === null ? {} : { productsPerShopMax: shopProductsMax }
  return {
    ...bounds,
    market: { ...market, ...ofOrders, ...ofShops, ...ofBuyers },
    rates: { ...rates, ...(demo ? ofDemo : {}), ...ofGuests },
  }
}

/** Cancelled orders have room of their own beside the others. */
const everMax = (ordersMax: number, { ordersEverMax }: Bounds['market']): number =>
  Math.max(ordersEverMax, Math.min(ordersEverLimit, Math.ceil(ordersMax * 1.5)))

const plenty = 1_000_000_000
const ofDemo = {
  ordersPerAddressPerHour: plenty,
  ordersPerAddressPerDay: plenty,
  cancellationsPerAddressPerHour: plenty,
  newGuestsPerAddressPerHour: plenty,
  newGuestsPerAddressPerDay: plenty,
}

const withoutLimits = {
  openOrdersPerGuestMax: Number.POSITIVE_INFINITY,
  openOrdersPerAccountMax: Number.POSITIVE_INFINITY,
}
