/** What the audit keeps of a shop. */
export interface AuditedShop {
  sellerId: string
  closed: boolean
  suspended: boolean
  orderCount: number
}

export const openedShop = (sellerId: string): AuditedShop => ({
  sellerId,
  closed: false,
  suspended: false,
  orderCount: 0,
})

/** What it keeps of an order. */
export interface AuditedOrder {
  shopId: number
  buyerId: string
  lines: { productId: number; quantity: number; unitPrice: number }[]
  total: number
  status: 'placed' | 'fulfilled' | 'cancelled'
  pickupCode: string
  collectBy: number | undefined
}
