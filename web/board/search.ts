import { oneOf, textOf, wholeOf } from '../shell/search.ts'

/** The board's settings in its address: `rotate` in seconds (0 for never), `shop` by id or slug. */
export const boardSearch = (search: Record<string, unknown>) => ({
  theme: oneOf(search.theme, ['light', 'dark'] as const),
  rotate: wholeOf(search.rotate),
  shop: textOf(search.shop),
})

export type BoardSearch = ReturnType<typeof boardSearch>
