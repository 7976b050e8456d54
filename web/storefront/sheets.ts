import { Observable } from '../ui/observable.ts'

/** What stands over the page: deciding to buy, what became of a purchase, the cart. */
export type OpenSheet =
  | { readonly kind: 'buy'; readonly productId: number }
  | { readonly kind: 'purchase'; readonly id: string }
  | { readonly kind: 'cart' }

/** Which sheet is open, if any. It outlives pages, and is no part of their address. */
export class Sheets {
  readonly open = new Observable<OpenSheet | null>(null)
  #marketNumber: number

  constructor(marketNumber: number) {
    this.#marketNumber = marketNumber
  }

  show(sheet: OpenSheet): void {
    this.open.set(sheet)
  }

  /** Closes what is about a product of a market that is no more; outcomes and the cart stay. */
  closeOfMarket(marketNumber: number): void {
    const isAnother = marketNumber !== this.#marketNumber
    this.#marketNumber = marketNumber
    if (isAnother && this.open.get()?.kind === 'buy') this.close()
  }

  close(): void {
    this.open.set(null)
  }
}

/** Whether a sheet shows a purchase: the cart shows all that were sent from it. */
export const isShown = (
  purchaseId: string,
  open: OpenSheet | null,
  sentFromCart: (purchaseId: string) => boolean,
): boolean =>
  open?.kind === 'cart' ? sentFromCart(purchaseId) : open?.kind === 'purchase' && open.id === purchaseId
