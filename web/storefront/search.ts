import { oneOf, textOf, wholeOf, yesOf } from '../shell/search.ts'

export const storefrontSorts = ['newest', 'price', 'price-down', 'name'] as const

/** What the storefront keeps in its address: search, filters and order. All of it may be absent. */
export interface StorefrontSearch {
  q?: string | undefined
  category?: string | undefined
  shop?: number | undefined
  /** Only what is in stock. */
  stock?: true | undefined
  /** Minor units. */
  min?: number | undefined
  /** Minor units. */
  max?: number | undefined
  sort?: (typeof storefrontSorts)[number] | undefined
}

export const storefrontSearch = (search: Record<string, unknown>): StorefrontSearch => ({
  q: textOf(search.q),
  category: textOf(search.category),
  shop: wholeOf(search.shop),
  stock: yesOf(search.stock),
  min: wholeOf(search.min),
  max: wholeOf(search.max),
  sort: oneOf(search.sort, storefrontSorts),
})
