import { createContext, useCallback, useContext, useSyncExternalStore } from 'react'
import { formatMoney } from '../../shared/money.ts'
import type { Brand } from '../../shared/protocol/brand-messages.ts'
import type { Order, Product, Shop } from '../../shared/protocol/shapes.ts'
import type { Connection } from '../socket/connection.ts'
import { locale } from '../ui/language.ts'
import type { BuyerClient, Client, SellerClient } from './client.ts'
import type { Freshness, MarketInfo, MarketStore, OpenedSession } from './market-store.ts'
import type { Orders } from './orders.ts'
import type { Purchase } from './purchases.ts'
import type { Topic, Topics } from './topics.ts'

/** The only file in `store` that uses React. */

/** The app's client, provided by `web/shell/client-provider.tsx`. */
export const ClientContext = createContext<Client | BuyerClient | SellerClient | null>(null)

/** The client of the current app. Throws outside of a `ClientProvider`. */
export function useClient(): Client | BuyerClient | SellerClient {
  const client = useContext(ClientContext)
  if (!client) throw new Error('There is no ClientProvider above this component')
  return client
}

/** The storefront's client. Throws in another app. */
export function useBuyerClient(): BuyerClient {
  const client = useClient()
  if (!('purchases' in client)) throw new Error("This app's client does not buy")
  return client
}

/** The seller's client. Throws in another app. */
export function useSellerClient(): SellerClient {
  const client = useClient()
  if (!('orders' in client) || 'purchases' in client) throw new Error("This app's client does not sell")
  return client
}

function useTopic<Value>(topics: Topics, topic: Topic, read: () => Value): Value {
  const subscribe = useCallback((listener: () => void) => topics.on(topic, listener), [topics, topic])
  return useSyncExternalStore(subscribe, read)
}

function useStore<Value>(topic: Topic, read: (store: MarketStore) => Value): Value {
  const { topics, store } = useClient()
  return useTopic(topics, topic, () => read(store))
}

/** Renders again only when this product changes. Undefined when it is deleted, or not loaded yet. */
export const useProduct = (id: number): Product | undefined =>
  useStore(`product:${id}`, (store) => store.product(id))

/** A product without its stock. */
export type Listing = Omit<Product, 'stock'>

/** Does not render again when only the stock changes. Undefined as in `useProduct`. */
export const useListing = (id: number): Listing | undefined =>
  useStore(`listing:${id}`, (store) => store.product(id))

/** True if the product exists and its stock is 0. */
export const useIsSoldOut = (id: number): boolean =>
  useStore(`listing:${id}`, (store) => store.product(id)?.stock === 0)

/** True if the product's stock is 1. Renders again only if that changes. */
export const useIsLastOne = (id: number): boolean =>
  useStore(`product:${id}`, (store) => store.product(id)?.stock === 1)

/** When this page saw the product sell out, on the server's clock; undefined if it did not. */
export const useSoldOutAt = (id: number): number | undefined =>
  useStore(`listing:${id}`, (store) => store.soldOutAt(id))

/** A product's stock; 0 when it is deleted. */
export const useStock = (id: number): number =>
  useStore(`product:${id}`, (store) => store.product(id)?.stock ?? 0)

export const useShop = (id: number): Shop | undefined => useStore(`shop:${id}`, (store) => store.shop(id))

const noShops: ReadonlyMap<number, Shop> = new Map()
const noProducts: ReadonlyMap<number, Product> = new Map()

/** All shops; a new map only when one of them changes. */
export const useShops = (): ReadonlyMap<number, Shop> =>
  useStore('shops', (store) => store.view()?.shops ?? noShops)

/**
 * The ids of all products, ascending. A new array only when a list could look different: a product was added, deleted,
 * edited, sold out or restocked. Get the products with `useClient().store.product(id)` to filter and sort.
 */
export const useProductIds = (): readonly number[] => useStore('list', (store) => store.productIds())

/** All products; a new map at every change of any stock, up to 20 times a second. Meant for tables and boards. */
export const useProducts = (): ReadonlyMap<number, Product> =>
  useStore('products', (store) => store.view()?.products ?? noProducts)

/** Name and currency of the market; null until first loaded. */
export const useMarketInfo = (): MarketInfo | null => useStore('market', (store) => store.info())

/** Formats minor units in the market's currency: "€12.00". Empty until the market is loaded. */
export function useMoney(): (minor: number) => string {
  const info = useMarketInfo()
  return useCallback(
    (minor: number) =>
      info ? formatMoney(minor, info.currency, info.currencyDigits, locale, info.currencyDisplay) : '',
    [info],
  )
}

export const useConnection = (): Connection => useStore('connection', (store) => store.connection())

/** A number that changes when the market is replaced by another one. Works outside of a `ClientProvider`. */
export const useMarketNumber = ({ topics, store }: Client | BuyerClient | SellerClient): number =>
  useTopic(topics, 'market', store.marketNumber)

export function useFreshness(): Freshness {
  useStore('market', (store) => store.freshness())
  return useStore('connection', (store) => store.freshness())
}

/** The current session; null until the server has sent it. */
export const useOpenedSession = (): OpenedSession | null => useStore('session', (store) => store.opened())

/** Whether the server runs a newer version than this page. */
export function useOutdated(): boolean {
  useStore('connection', (store) => store.outdated())
  return useStore('session', (store) => store.outdated())
}

/**
 * How many items were sold within the last minute, in the market or in one shop: true from the first second, and null
 * while it is not known, as without a connection.
 */
export function useSoldLastMinute(shopId?: number): number | null {
  useStore('connection', (store) => store.soldLastMinute(shopId))
  return useStore('pace', (store) => store.soldLastMinute(shopId))
}

/** How the market looks, as its operator set it; null before the server has said so, and while nothing is set. */
export const useBrand = (): Brand | null => useStore('brand', (store) => store.brand())

/** A number that changes whenever the sales figures may have changed. */
export function useStatsVersion(): number {
  const { topics, stats } = useSellerClient()
  return useTopic(topics, 'stats', stats.version)
}

function useOrdersTopic<Value>(topic: Topic, read: (orders: Orders) => Value): Value {
  const client = useClient()
  if (!('orders' in client)) throw new Error("This app's client has no orders")
  return useTopic(client.topics, topic, () => read(client.orders))
}

/** Orders, newest first: the buyer's own in the storefront, the shop's newest on the seller's page. */
export const useOrders = (): readonly Order[] => useOrdersTopic('orders', (orders) => orders.list())

/** Whether `useOrders` includes all orders that existed at the last connect. */
export const useOrdersComplete = (): boolean => useOrdersTopic('orders', (orders) => orders.isComplete())

export const useOrder = (id: string): Order | undefined =>
  useOrdersTopic(`order:${id}`, (orders) => orders.get(id))

/** Purchases, oldest first: the open ones, and those whose outcome was not dismissed yet. */
export function usePurchases(): readonly Purchase[] {
  const { topics, purchases } = useBuyerClient()
  return useTopic(topics, 'purchases', purchases.list)
}

/** Undefined for null and for a dismissed purchase. */
export function usePurchase(id: string | null): Purchase | undefined {
  const { topics, purchases } = useBuyerClient()
  return useTopic(topics, `purchase:${id ?? ''}`, () => (id === null ? undefined : purchases.get(id)))
}
