import { createContext, useContext, useSyncExternalStore } from 'react'
import { notice } from '../shell/notices.ts'
import type { BuyerClient } from '../store/client.ts'
import { browserStorage } from '../store/storage.ts'
import type { Observable } from '../ui/observable.ts'
import { Cart, type CartLine } from './cart/cart.ts'
import { settleCart } from './cart/settle-cart.ts'
import { type OrderNews, OrderWatch } from './orders/order-news.ts'
import { PickupName } from './pickup-name.ts'
import { type OpenSheet, Sheets } from './sheets.ts'

/** The state of a visit besides the market: the cart, the open sheet, the pickup name. */
export interface Shopping {
  readonly cart: Cart
  readonly sheets: Sheets
  readonly pickupName: PickupName
  readonly orderWatch: OrderWatch
  /** Follows the client and other tabs. Returns a function that stops this. */
  follow(): () => void
}

export function createShopping(client: BuyerClient): Shopping {
  const storage = browserStorage()
  const cart = new Cart(storage, client.store.position()?.epoch)
  const sheets = new Sheets(client.store.marketNumber())
  const pickupName = new PickupName(storage, client)
  const orderWatch = new OrderWatch(client)
  const follow = () => {
    const stops = [
      cart.follow(),
      pickupName.follow(),
      orderWatch.follow(),
      cart.dropped.subscribe(() => notice.set({ kind: 'market restored', cartItems: cart.dropped.get() })),
      // The sheet's product id belongs to the former market.
      client.topics.on('market', () => sheets.closeOfMarket(client.store.marketNumber())),
      settleCart(cart, client),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }
  return { cart, sheets, pickupName, orderWatch, follow }
}

export const ShoppingContext = createContext<Shopping | null>(null)

export function useShopping(): Shopping {
  const shopping = useContext(ShoppingContext)
  if (!shopping) throw new Error('There is no ShoppingContext above this component')
  return shopping
}

function useObservable<Value>(observable: Observable<Value>): Value {
  return useSyncExternalStore(observable.subscribe, observable.get)
}

export const useCartLines = (): readonly CartLine[] => useObservable(useShopping().cart.lines)
export const useOrderNews = (): readonly OrderNews[] => useObservable(useShopping().orderWatch.news)
export const useOpenSheet = (): OpenSheet | null => useObservable(useShopping().sheets.open)
