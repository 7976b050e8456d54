import { Observable } from '../ui/observable.ts'

/** The sheet over the page: confirming a purchase, its outcome, or the cart. */
export type OpenSheet =
  | { readonly kind: 'buy'; readonly productId: number; readonly quantity?: number }
  | { readonly kind: 'purchase'; readonly id: string }
  | { readonly kind: 'cart' }

/** The open sheet, if any. It survives navigation and is not part of the address. */
export class Sheets {
  readonly open = new Observable<OpenSheet | null>(null)
  #marketNumber: number

  constructor(marketNumber: number) {
    this.#marketNumber = marketNumber
  }

  show(sheet: OpenSheet): void {
    this.open.set(sheet)
  }

  /** Closes a sheet about a product of a former market; outcomes and the cart stay. */
  closeOfMarket(marketNumber: number): void {
    const isAnother = marketNumber !== this.#marketNumber
    this.#marketNumber = marketNumber
    if (isAnother && this.open.get()?.kind === 'buy') this.close()
  }

  close(): void {
    this.open.set(null)
  }
}

/** Whether a sheet shows the purchase. The cart shows every purchase that was sent from it. */
export const isShown = (
  purchaseId: string,
  open: OpenSheet | null,
  sentFromCart: (purchaseId: string) => boolean,
): boolean =>
  open?.kind === 'cart' ? sentFromCart(purchaseId) : open?.kind === 'purchase' && open.id === purchaseId
