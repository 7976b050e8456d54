import type { ProductState, ShopState } from '../market/state.ts'

/** Who a market stream is for: all who see the same get the same messages, encoded once. */
export interface Audience {
  /** The same for all who see the same. */
  readonly key: string
  /** Are hidden products for these eyes? */
  readonly seesHidden: boolean
  sees(product: ProductState): boolean
  seesShop(shop: ShopState): boolean
}

/** Everybody: what is listed, in all shops, open or not. */
export const everybody: Audience = {
  key: 'everybody',
  seesHidden: false,
  sees: (product) => !product.deleted && product.status === 'listed',
  seesShop: () => true,
}

/** The operator: all shops, hidden products included. */
export const operator: Audience = {
  key: 'operator',
  seesHidden: true,
  sees: (product) => !product.deleted,
  seesShop: () => true,
}
