import { orderStatuses } from '../../shared/catalog/order-states.ts'
import { oneOf, searchOf, textOf, wholeOf } from '../shell/search.ts'

/** Of every seller page: a shop's id, or absent for all shops. */
export const sellerSearch = searchOf({ shop: wholeOf })

export const salesRanges = ['today', '7d', '30d', 'all'] as const

export const overviewSearch = searchOf({
  /** The period; today when absent. */
  range: (value) => oneOf(value, salesRanges),
})

const networkOf = (value: unknown): string | undefined =>
  /^[0-9a-f]{8}$/.test(textOf(value) ?? '') ? textOf(value) : undefined

const localTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/

/** A value of `<input type="datetime-local">`, or undefined. */
export const localTimeOf = (value: unknown): string | undefined =>
  typeof value === 'string' && localTime.test(value) && !Number.isNaN(Date.parse(`${value}Z`))
    ? value
    : undefined

export const orderFilters = ['open', 'all', ...orderStatuses] as const
export type OrderFilter = (typeof orderFilters)[number]

export const sellerOrdersSearch = searchOf({
  /** Opens the order with this pickup code, from a receipt's QR code. */
  code: textOf,
  /** Opens the order with this id, of the product `product`. */
  order: textOf,
  product: wholeOf,
  find: textOf,
  /** A status, `open` for those to hand over, `all`; when absent, what the screen shows first. */
  status: (value) => oneOf(value, orderFilters),
  /** Limits when the order was placed, in the shop's time: "2026-11-22T14:00". */
  from: localTimeOf,
  to: localTimeOf,
  /** Placed from the network with this tag. */
  network: networkOf,
})

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

export const sellerProductsSearch = searchOf({
  q: textOf,
  filter: (value) => oneOf(value, productFilters),
  category: textOf,
  sort: (value) => oneOf(value, productSorts),
  /** Opens a sheet, for the palette. */
  act: (value) => oneOf(value, ['new', 'import'] as const),
})

export type SellerProductsSearch = ReturnType<typeof sellerProductsSearch>

/** The search parameters of all seller pages. */
export type SellerSearch = SellerProductsSearch &
  ReturnType<typeof overviewSearch> &
  ReturnType<typeof sellerOrdersSearch>
