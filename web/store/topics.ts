/**
 * What one can listen to. `list` tells when a list of products may look different (one came, went, was edited,
 * sold out or came back) and `listing` of which product that is; `products` and `product` tell of every change,
 * plain stock too.
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
  | 'stats'

/** Listeners by topic: one card looks again when its product changed, and no other does. */
export class Topics {
  readonly #listeners = new Map<Topic, Set<() => void>>()

  /** Calls `listener` whenever something of `topic` changed; returns how to stop. */
  on(topic: Topic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set()
    this.#listeners.set(topic, listeners.add(listener))
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(topic) === listeners) this.#listeners.delete(topic)
    }
  }

  /** Tells the listeners of each topic. */
  tell(...topics: Topic[]): void {
    for (const topic of topics) {
      for (const listener of this.#listeners.get(topic) ?? []) listener()
    }
  }

  /** Tells everyone: after a reset. */
  tellAll(): void {
    for (const listeners of this.#listeners.values()) {
      for (const listener of listeners) listener()
    }
  }
}
