import { createContext, useContext, useSyncExternalStore } from 'react'
import type { BuyerClient } from '../store/client.ts'
import { browserStorage } from '../store/storage.ts'
import { Cart, type CartLine } from './cart/cart.ts'
import { settleCart } from './cart/settle-cart.ts'
import type { Observable } from './observable.ts'
import { PickupName } from './pickup-name.ts'
import { type OpenSheet, Sheets } from './sheets.ts'

/** What a visit to the storefront has besides the market: the cart, the open sheet, the name to call. */
export interface Shopping {
  readonly cart: Cart
  readonly sheets: Sheets
  readonly pickupName: PickupName
  /** Follows the client and other tabs; returns how to stop. */
  follow(): () => void
}

export function createShopping(client: BuyerClient): Shopping {
  const storage = browserStorage()
  const cart = new Cart(storage)
  const pickupName = new PickupName(storage, client)
  const follow = () => {
    const stops = [cart.follow(), pickupName.follow(), settleCart(cart, client)]
    return () => {
      for (const stop of stops) stop()
    }
  }
  return { cart, sheets: new Sheets(), pickupName, follow }
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
export const useOpenSheet = (): OpenSheet | null => useObservable(useShopping().sheets.open)
