import type { SellerClient } from '../../store/client.ts'
import { Observable } from '../../ui/observable.ts'

/**
 * The newest order that lists show. Later ones wait behind a "3 new, show" button, so that no row moves under the
 * pointer. All pages share this position: orders shown on one page count as seen on all.
 */
export class SeenOrders {
  readonly #client: SellerClient
  /** A seq; null before the first list. */
  readonly upTo = new Observable<number | null>(null)

  constructor(client: SellerClient) {
    this.#client = client
  }

  /** Shows everything. */
  showAll = (): void => {
    const newest = this.#client.orders.list()[0]?.seq ?? 0
    this.upTo.set(Math.max(this.upTo.get() ?? 0, newest, this.#client.store.position()?.seq ?? 0))
  }

  /** Starts at the first complete list. */
  begin = (): void => {
    if (this.upTo.get() === null && this.#client.orders.isComplete()) this.showAll()
  }
}
