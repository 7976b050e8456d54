/** A product's account as the audit keeps it: every way in and out apart, and the stock that follows. */
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

/** listed + restocked + returned − sold − removed: what must be in stock. */
export const balanceOf = (product: AuditedProduct): number =>
  product.listed + product.restocked + product.returned - product.sold - product.removed
