import type { SellerClient } from '../../store/client.ts'

/**
 * The newest order that lists show. Later ones wait behind a "3 new, show" button, so that no row moves under the
 * pointer. All pages share this position: orders shown on one page count as seen on all.
 */
export class SeenOrders {
  readonly #client: SellerClient
  readonly #listeners = new Set<() => void>()
  /** A seq; null before the first list. */
  #upTo: number | null = null

  constructor(client: SellerClient) {
    this.#client = client
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  upTo = (): number | null => this.#upTo

  /** Shows everything. */
  showAll = (): void => {
    const newest = this.#client.orders.list()[0]?.seq ?? 0
    this.#upTo = Math.max(this.#upTo ?? 0, newest, this.#client.store.position()?.seq ?? 0)
    for (const listener of this.#listeners) listener()
  }

  /** Starts at the first complete list. */
  begin = (): void => {
    if (this.#upTo === null && this.#client.orders.isComplete()) this.showAll()
  }
}
