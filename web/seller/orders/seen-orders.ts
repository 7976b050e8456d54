import type { SellerClient } from '../../store/client.ts'

/**
 * Up to which order the lists show: what comes later waits above them as "3 new, show", so that no row moves
 * under the pointer. One cut for all pages, since showing them on one is having seen them on all.
 */
export class SeenOrders {
  readonly #client: SellerClient
  readonly #listeners = new Set<() => void>()
  /** A place in the journal; null until there is a first list. */
  #upTo: number | null = null

  constructor(client: SellerClient) {
    this.#client = client
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  upTo = (): number | null => this.#upTo

  /** Shows all that there is. */
  showAll = (): void => {
    const newest = this.#client.orders.list()[0]?.seq ?? 0
    this.#upTo = Math.max(this.#upTo ?? 0, newest, this.#client.store.position()?.seq ?? 0)
    for (const listener of this.#listeners) listener()
  }

  /** Begins with the first list that is complete. */
  begin = (): void => {
    if (this.#upTo === null && this.#client.orders.isComplete()) this.showAll()
  }
}
