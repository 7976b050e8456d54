/**
 * What listeners can follow. `list` is notified when a list of products may look different (one was added, deleted,
 * edited, sold out or restocked), `listing` for the product concerned; `products` and `product` also for every change
 * of stock.
 */
export type Topic =
  | `product:${number}`
  | `listing:${number}`
  | `shop:${number}`
  | `order:${string}`
  | `purchase:${string}`
  | 'list'
  | 'products'
  | 'shops'
  | 'market'
  | 'orders'
  | 'purchases'
  | 'connection'
  | 'session'
  | 'sales'
  | 'pace'
  | 'brand'
  | 'stats'

/** Listeners by topic, so that a component renders again only for the product that it shows. */
export class Topics {
  readonly #listeners = new Map<Topic, Set<() => void>>()

  /** Calls `listener` whenever something of `topic` changes. Returns a function that stops this. */
  on(topic: Topic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic)
    }
  }

  notify(...topics: Topic[]): void {
    for (const topic of topics) {
      for (const listener of this.#listeners.get(topic) ?? []) listener()
    }
  }

  /** Notifies all listeners, after a reset. */
  notifyAll(): void {
    for (const listeners of this.#listeners.values()) {
      for (const listener of listeners) listener()
    }
  }
}
