import { Observable } from './observable.ts'

/** What stands over the page: deciding to buy, what became of a purchase, the cart. */
export type OpenSheet =
  | { readonly kind: 'buy'; readonly productId: number }
  | { readonly kind: 'purchase'; readonly id: string }
  | { readonly kind: 'cart' }

/** Which sheet is open, if any. It outlives pages, and is no part of their address. */
export class Sheets {
  readonly open = new Observable<OpenSheet | null>(null)

  show(sheet: OpenSheet): void {
    this.open.set(sheet)
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
