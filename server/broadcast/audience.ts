import type { ProductState, ShopState } from '../market/state.ts'

/** Who a market stream is for: all who see the same get the same messages, encoded once. */
export interface Audience {
  /** The same for all who see the same. */
  readonly key: string
  /** Are hidden products for these eyes? */
  readonly seesHidden: boolean
  /** Are there few such audiences, each of many, so that their encoded market is worth keeping? */
  readonly isShared: boolean
  /** Could this product ever be seen, whatever becomes of it? Of others, not even the ids are told. */
  concerns(product: ProductState): boolean
  sees(product: ProductState): boolean
  seesShop(shop: ShopState): boolean
}

/** Everybody: what is listed, in all shops, open or not. */
export const everybody: Audience = {
  key: 'everybody',
  seesHidden: false,
  isShared: true,
  concerns: () => true,
  sees: (product) => !product.deleted && product.status === 'listed',
  seesShop: () => true,
}

/** The operator: all shops, hidden products included. */
export const operator: Audience = {
  key: 'operator',
  seesHidden: true,
  isShared: true,
  concerns: () => true,
  sees: (product) => !product.deleted,
  seesShop: () => true,
}

/** A shop's own seller: that shop alone, hidden products included. */
export const sellerOf = (shopId: number): Audience => ({
  key: `shop ${shopId}`,
  seesHidden: true,
  isShared: false,
  concerns: (product) => product.shopId === shopId,
  sees: (product) => !product.deleted && product.shopId === shopId,
  seesShop: (shop) => shop.id === shopId,
})
