import { type OrderStatus, orderStatuses } from '../../shared/catalog/order-states.ts'
import { oneOf, textOf, wholeOf } from '../shell/search.ts'

/** Search parameters of every seller page: a shop's id, or absent for all shops. */
export interface SellerSearch {
  shop?: number | undefined
}

export const sellerSearch = (search: Record<string, unknown>): SellerSearch => ({
  shop: wholeOf(search.shop),
})

export const salesRanges = ['today', '7d', '30d', 'all'] as const

export interface OverviewSearch {
  /** The period; today when absent. */
  range?: (typeof salesRanges)[number] | undefined
}

/** Search parameters of the overview. */
export const overviewSearch = (search: Record<string, unknown>): OverviewSearch => ({
  range: oneOf(search.range, salesRanges),
})

export interface SellerOrdersSearch {
  /** Opens the order with this pickup code, from a receipt's QR code. */
  code?: string | undefined
  /** Opens the order with this id, of the product `product`. */
  order?: string | undefined
  product?: number | undefined
  find?: string | undefined
  status?: OrderStatus | undefined
  /** Limits when the order was placed, in the shop's time: "2026-11-22T14:00". */
  from?: string | undefined
  to?: string | undefined
  /** Placed from the network with this tag. */
  network?: string | undefined
}

/** Search parameters of the orders page. */
export const sellerOrdersSearch = (search: Record<string, unknown>): SellerOrdersSearch => ({
  code: textOf(search.code),
  order: textOf(search.order),
  product: wholeOf(search.product),
  find: textOf(search.find),
  status: oneOf(search.status, orderStatuses),
  from: localTimeOf(search.from),
  to: localTimeOf(search.to),
  network: networkOf(search.network),
})

const networkOf = (value: unknown): string | undefined =>
  /^[0-9a-f]{8}$/.test(textOf(value) ?? '') ? textOf(value) : undefined

const localTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/

/** A value of `<input type="datetime-local">`, or undefined. */
export const localTimeOf = (value: unknown): string | undefined =>
  typeof value === 'string' && localTime.test(value) && !Number.isNaN(Date.parse(`${value}Z`))
    ? value
    : undefined

export const productFilters = ['listed', 'hidden', 'sold-out', 'low'] as const
export const productSorts = [
  'newest',
  'name',
  'name-down',
  'price',
  'price-down',
  'stock',
  'stock-down',
] as const

export interface SellerProductsSearch {
  q?: string | undefined
  filter?: (typeof productFilters)[number] | undefined
  category?: string | undefined
  sort?: (typeof productSorts)[number] | undefined
  /** Opens a sheet, for the palette. */
  act?: 'new' | 'import' | undefined
}

/** Search parameters of the products page. */
export const sellerProductsSearch = (search: Record<string, unknown>): SellerProductsSearch => ({
  q: textOf(search.q),
  filter: oneOf(search.filter, productFilters),
  category: textOf(search.category),
  sort: oneOf(search.sort, productSorts),
  act: oneOf(search.act, ['new', 'import'] as const),
})
