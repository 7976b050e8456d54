import type { PageTexts } from '../texts/en/page.ts'

/** The texts that every page may show, in the page's language. `texts/load.ts` sets them before anything else runs. */
export let texts: PageTexts

export const setTexts = (loaded: PageTexts): void => {
  texts = loaded
}
