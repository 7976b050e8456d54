import { isOpen } from '../../../shared/catalog/order-states.ts'
import type { Order } from '../../../shared/protocol/shapes.ts'
import type { BuyerClient } from '../../store/client.ts'
import { Observable } from '../../ui/observable.ts'

/** What others did to an order: its new state, or its pickup details changed. */
export interface OrderNews {
  readonly kind: 'state' | 'pickup'
  readonly order: Order
}

/**
 * What happens to the buyer's orders without their doing, until they have seen it. Orders that an earlier visit knew
 * count too, so that a buyer who comes back reads what they missed.
 */
export class OrderWatch {
  readonly news = new Observable<readonly OrderNews[]>([])
  readonly #client: BuyerClient
  readonly #statuses = new Map<string, string>()
  readonly #pickups = new Map<number, string>()

  constructor(client: BuyerClient) {
    this.#client = client
  }

  /** Returns a function that stops it. */
  follow(): () => void {
    this.#note()
    const stops = [
      this.#client.topics.on('orders', () => this.#note()),
      this.#client.topics.on('shops', () => this.#note()),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  dismiss({ order, kind }: OrderNews): void {
    this.news.set(this.news.get().filter((one) => one.order.id !== order.id || one.kind !== kind))
  }

  #note(): void {
    const { orders, store } = this.#client
    const known = orders.list()
    // Another person's orders, or another market's.
    if (known.length === 0) this.#statuses.clear()
    const found: OrderNews[] = []
    for (const order of known) {
      const before = this.#statuses.get(order.id)
      this.#statuses.set(order.id, order.status)
      const isChanged = before !== undefined && before !== order.status
      if (isChanged && order.cancelledBy !== 'buyer') found.push({ kind: 'state', order })
    }
    for (const shopId of new Set(known.filter(isOpen).map((order) => order.shopId))) {
      const note = store.shop(shopId)?.pickupNote
      if (note === undefined) continue
      const before = this.#pickups.get(shopId)
      this.#pickups.set(shopId, note)
      const order = known.find((one) => one.shopId === shopId && isOpen(one))
      if (before !== undefined && before !== note && order) found.push({ kind: 'pickup', order })
    }
    this.#show(found, known)
  }

  /** The newest about each order; none about orders that are gone or whose state has changed again. */
  #show(found: readonly OrderNews[], known: readonly Order[]): void {
    const shown = this.news.get()
    const current = new Map(known.map((order) => [order.id, order]))
    const kept = shown.filter(({ kind, order }) => {
      const now = current.get(order.id)
      if (!now || now.cancelledBy === 'buyer') return false
      if (found.some((one) => one.order.id === order.id && one.kind === kind)) return false
      return kind === 'state' ? now.status === order.status : isOpen(now)
    })
    if (found.length > 0 || kept.length < shown.length) this.news.set([...kept, ...found].slice(-newsMax))
  }
}

const newsMax = 3
