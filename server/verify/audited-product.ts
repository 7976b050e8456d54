import type { AuditedEvent } from './audited-entry.ts'

/** A product's account: each way in and out by itself, and the resulting stock. */
export interface AuditedProduct {
  id: number
  shopId: number
  price: number
  status: string
  limit: number | null
  listed: number
  restocked: number
  returned: number
  sold: number
  removed: number
  stock: number
  deleted: boolean
  removedSince: number
  orderCount: number
}

/** What must be in stock. */
export const balanceOf = (product: AuditedProduct): number =>
  product.listed + product.restocked + product.returned - product.sold - product.removed

/** The account of a product that was just listed. */
export const listedProduct = (event: AuditedEvent): AuditedProduct => ({
  id: event.productId,
  shopId: event.shopId,
  price: event.price,
  status: event.status,
  limit: event.limitPerBuyer,
  listed: event.stock,
  restocked: 0,
  returned: 0,
  sold: 0,
  removed: 0,
  stock: event.stock,
  deleted: false,
  removedSince: 0,
  orderCount: 0,
})

export const isWhole = (value: unknown): value is number => Number.isSafeInteger(value)
