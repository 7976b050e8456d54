import { oneOf, textOf } from '../shell/search.ts'

export const orderStatuses = ['placed', 'fulfilled', 'cancelled'] as const

/** What the seller's orders keep in their address; `code` is what the QR code of a receipt brings. */
export const sellerOrdersSearch = (search: Record<string, unknown>) => ({
  code: textOf(search.code),
  find: textOf(search.find),
  status: oneOf(search.status, orderStatuses),
})

/** What the seller's products keep in their address. */
export const sellerProductsSearch = (search: Record<string, unknown>) => ({
  q: textOf(search.q),
  filter: textOf(search.filter),
  sort: textOf(search.sort),
})
