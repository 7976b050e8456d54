/** As much of an entry as the audit reads; independent of the market's own types. */
export interface AuditedEntry {
  seq: number
  at: number
  id: string
  events: AuditedEvent[]
}

export interface AuditedEvent {
  type: string
  // biome-ignore lint/suspicious/noExplicitAny: read from a file that is not trusted; each check validates what it uses
  [field: string]: any
}

export interface AuditedCurrency {
  code: string
  digits: number
}

/** The currency that an event states; null for one that cannot be shown. */
export const currencyIn = ({
  currency,
  currencyDigits,
}: Omit<AuditedEvent, 'type'>): AuditedCurrency | null =>
  /^[A-Z]{3}$/.test(currency) && [0, 1, 2, 3, 4].includes(currencyDigits)
    ? { code: currency, digits: currencyDigits }
    : null

/** What the audit keeps of a shop. */
export interface AuditedShop {
  sellerId: string
  closed: boolean
  reopensAt: number | null
  suspended: boolean
  orderCount: number
}

/** A shop that was just opened. */
export const openedShop = ({ sellerId }: AuditedEvent): AuditedShop => ({
  sellerId,
  closed: false,
  reopensAt: null,
  suspended: false,
  orderCount: 0,
})

/** Opens or closes a shop. */
export function setStatus(shop: AuditedShop, { status, reopensAt = null }: Omit<AuditedEvent, 'type'>): void {
  shop.closed = status === 'closed'
  shop.reopensAt = shop.closed ? reopensAt : null
}

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

/** How the audit itself says that orders move: on purpose it does not ask the market's table. */
export const auditedMoves: Readonly<Record<string, { from: readonly string[]; to: string }>> = {
  'order:readied': { from: ['placed'], to: 'ready' },
  'order:fulfilled': { from: ['placed', 'ready'], to: 'fulfilled' },
  'order:cancelled': { from: ['placed', 'ready'], to: 'cancelled' },
}

/** An order that is over has no pickup code. */
export const isOver = (status: string): boolean => status === 'fulfilled' || status === 'cancelled'

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

/** What was returned is for sale again, or removed at once; where its product was deleted, it comes back with that. */
export function putBack(product: AuditedProduct, quantity: number, isRestocked: boolean): void {
  product.returned += quantity
  if (isRestocked && !product.deleted) product.stock += quantity
  else product.removed += quantity
  if (isRestocked && product.deleted) product.removedSince += quantity
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

/** What orders amount to, without what was cancelled. */
export function soldIn(orders: Iterable<AuditedOrder>): { units: number; revenue: number } {
  const sold = { units: 0, revenue: 0 }
  for (const { status, lines, total } of orders) {
    if (status === 'cancelled') continue
    sold.revenue += total
    for (const { quantity } of lines) sold.units += quantity
  }
  return sold
}
