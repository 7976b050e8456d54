import type { BoardTexts } from '../texts/en/board.ts'

/** The board's texts, in the page's language. `texts/load.ts` sets them before the code that shows them is loaded. */
export let boardTexts: BoardTexts

export const setBoardTexts = (loaded: BoardTexts): void => {
  boardTexts = loaded
}
