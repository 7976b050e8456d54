/** What the audit keeps of a shop. */
export interface AuditedShop {
  closed: boolean
  suspended: boolean
  orderCount: number
}

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
