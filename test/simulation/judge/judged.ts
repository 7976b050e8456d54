import type { Order, Product, Shop } from '../../../shared/protocol/shapes.ts'

/** A product with its sums of stock added and removed. */
export interface JudgedProduct extends Product {
  deleted: boolean
  /** Deleted for good: it cannot be restored any more. */
  forgotten: boolean
  came: number
  went: number
}

/** A shop with what its status depends on. */
export interface JudgedShop extends Shop {
  closed: boolean
  suspended: boolean
}

export type JudgedOrder = Pick<
  Order,
  | 'id'
  | 'number'
  | 'shopId'
  | 'buyerId'
  | 'total'
  | 'status'
  | 'seq'
  | 'changedSeq'
  | 'pickupCode'
  | 'placedAt'
> & { collectBy?: number } & { lines: readonly { productId: number; quantity: number; unitPrice: number }[] }
