import type { OrderTexts } from '../texts/en/orders.ts'

/** Buyers' texts about products, carts and orders, in the page's language. `texts/load.ts` sets them before the code that shows them is loaded. */
export let orderTexts: OrderTexts

export const setOrderTexts = (loaded: OrderTexts): void => {
  orderTexts = loaded
}
