import type { SellerTexts } from '../texts/en/seller.ts'

/** The seller's texts, in the page's language. `texts/load.ts` sets them before the code that shows them is loaded. */
export let sellerTexts: SellerTexts

export const setSellerTexts = (loaded: SellerTexts): void => {
  sellerTexts = loaded
}
