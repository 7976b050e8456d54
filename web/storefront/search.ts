import { oneOf, textOf, wholeOf, yesOf } from '../shell/search.ts'

export const storefrontSorts = ['newest', 'price', 'price-down', 'name'] as const

/** What the storefront keeps in its address: search, filters and order. All of it may be absent. */
export const storefrontSearch = (search: Record<string, unknown>) => ({
  q: textOf(search.q),
  category: textOf(search.category),
  shop: wholeOf(search.shop),
  stock: yesOf(search.stock),
  /** Minor units. */
  min: wholeOf(search.min),
  /** Minor units. */
  max: wholeOf(search.max),
  sort: oneOf(search.sort, storefrontSorts),
})

export type StorefrontSearch = Partial<ReturnType<typeof storefrontSearch>>
