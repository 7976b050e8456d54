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

/** How the audit itself says that orders move: on purpose it does not ask the market's table. */
export const auditedMoves: Readonly<Record<string, { from: readonly string[]; to: string }>> = {
  'order:readied': { from: ['placed'], to: 'ready' },
  'order:fulfilled': { from: ['placed', 'ready'], to: 'fulfilled' },
  'order:cancelled': { from: ['placed', 'ready'], to: 'cancelled' },
}

/** An order that is over has no pickup code. */
export const isOver = (status: string): boolean => status === 'fulfilled' || status === 'cancelled'

/** What it keeps of an order. */
export interface AuditedOrder {
  shopId: number
  buyerId: string
  lines: { productId: number; quantity: number; unitPrice: number }[]
  total: number
  status: string
  pickupCode: string
  collectBy: number | undefined
}
