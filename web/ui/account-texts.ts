import type { AccountTexts } from '../texts/en/account.ts'

/** Texts about accounts, for buyers and sellers, in the page's language. `texts/load.ts` sets them before the code that shows them is loaded. */
export let accountTexts: AccountTexts

export const setAccountTexts = (loaded: AccountTexts): void => {
  accountTexts = loaded
}
