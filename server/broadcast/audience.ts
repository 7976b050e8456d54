import type { ProductState, ShopState } from '../market/state.ts'

/** Who a market stream is for. Clients with the same audience get the same messages, encoded once. */
export interface Audience {
  /** Equal for audiences that see the same. */
  readonly key: string
  /** Whether hidden products are visible. */
  readonly seesHidden: boolean
  /** Whether to keep the encoded market: true for audiences that are few and have many clients. */
  readonly isShared: boolean
  /** Whether this audience may ever see the product. It learns nothing about others, not even ids. */
  concerns(product: ProductState): boolean
  sees(product: ProductState): boolean
  seesShop(shop: ShopState): boolean
}

/** Everybody: listed products of all shops, open or closed. */
export const everybody: Audience = {
  key: 'everybody',
  seesHidden: false,
  isShared: true,
  concerns: () => true,
  sees: (product) => !product.deleted && product.status === 'listed',
  seesShop: () => true,
}

/** The operator: all shops, including hidden products. */
export const operator: Audience = {
  key: 'operator',
  seesHidden: true,
  isShared: true,
  concerns: () => true,
  sees: (product) => !product.deleted,
  seesShop: () => true,
}

/** Who works in these shops: those only, including hidden products. */
export const sellerOf = (...shopIds: number[]): Audience => ({
  key: `shop ${shopIds.toSorted((one, other) => one - other).join()}`,
  seesHidden: true,
  isShared: false,
  concerns: (product) => shopIds.includes(product.shopId),
  sees: (product) => !product.deleted && shopIds.includes(product.shopId),
  seesShop: (shop) => shopIds.includes(shop.id),
})
