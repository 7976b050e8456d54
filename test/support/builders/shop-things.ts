import { type MarketView, viewOf } from '../../../shared/market-view.ts'
import type { Order, Product } from '../../../shared/protocol/shapes.ts'
import { shownOrder, shownProduct } from './shown-things.ts'

/** The products in tests of the console shop. */

export const euro = { currency: 'EUR', currencyDigits: 2 }
export const yen = { currency: 'JPY', currencyDigits: 0 }

export const product = (id: number, name: string, price: number, stock: number): Product =>
  shownProduct({ id, name, price, stock })

export const bread = product(1, 'Bread', 620, 7)
export const cake = product(2, 'Cake', 200_000, 0)
export const roll = product(3, 'Poppy seed roll', 85, 40)
export const secondRoll = product(4, 'poppy SEED roll', 90, 2)

export const viewWith = (...products: Product[]): MarketView =>
  viewOf({ epoch: 'e', seq: 1, name: 'Souk', ...euro, shops: [], products })

export const order: Order = shownOrder({
  number: 12,
  place: 3,
  buyerName: '',
  total: 1240,
  pickupCode: 'CFGHJ2',
  receiptUrl: '/r/x',
})
