import type { PurchaseLine } from '../../shared/protocol/buyer-messages.ts'
import { savedMarketKey } from './saved-market.ts'
import { readJson, type Storage } from './storage.ts'

/** A purchase whose outcome is unknown; `at` is when the buyer made it. */
export interface StoredPurchase {
  readonly id: string
  readonly lines: readonly PurchaseLine[]
  readonly at: number
  /** The market of the lines' product ids; earlier versions did not store it. */
  readonly epoch?: string | undefined
}

const prefix = 'souk:purchase:'

/** Purchases whose outcome is unknown, each under its own key, so that tabs do not overwrite each other's. */
export class StoredPurchases {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  keep(purchase: StoredPurchase): void {
    const { lines, at, epoch } = purchase
    const text = JSON.stringify({ lines, at, epoch })
    if (this.#storage.write(prefix + purchase.id, text)) return
    // The saved market is only a convenience, so it makes room for a purchase, which must not be lost.
    this.#storage.remove(savedMarketKey)
    this.#storage.write(prefix + purchase.id, text)
  }

  forget(id: string): void {
    this.#storage.remove(prefix + id)
  }

  all(): StoredPurchase[] {
    return this.#storage.keys(prefix).flatMap((key) => {
      const stored = readJson(this.#storage, key) as Omit<StoredPurchase, 'id'> | null
      if (Array.isArray(stored?.lines) && typeof stored.at === 'number')
        return [{ ...stored, id: key.slice(prefix.length) }]
      // Not our data; there is nothing to send.
      this.#storage.remove(key)
      return []
    })
  }
}
