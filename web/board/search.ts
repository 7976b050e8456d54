import { oneOf, textOf, wholeOf } from '../shell/search.ts'

/** How a board is set up, in its address; `rotate` is in seconds, 0 stands still; `shop` an id or a slug. */
export const boardSearch = (search: Record<string, unknown>) => ({
  theme: oneOf(search.theme, ['light', 'dark'] as const),
  rotate: wholeOf(search.rotate),
  shop: textOf(search.shop),
})

export type BoardSearch = ReturnType<typeof boardSearch>
