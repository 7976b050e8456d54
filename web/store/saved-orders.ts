import { isOpen } from '../../shared/catalog/order-states.ts'
import type { Order } from '../../shared/protocol/shapes.ts'
import { savedMarketKey } from './saved-market.ts'
import { readJson, type Storage } from './storage.ts'

const key = 'souk:orders:1'
/** Besides those that wait for pickup, whose codes are needed. */
const pastMax = 50

/** Whose orders they are: they belong to one market and one buyer. */
export interface OrdersOwner {
  readonly epoch: string
  readonly buyerId: string
}

/** The buyer's last known orders, so that a page without a connection shows them, with their pickup codes. */
export class SavedOrders {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  /** Null if there are none, or they are damaged: the server will send them. */
  load(): { owner: OrdersOwner; orders: readonly Order[] } | null {
    const kept = readJson(this.#storage, key) as (OrdersOwner & { orders: Order[] }) | null
    if (typeof kept?.epoch !== 'string' || typeof kept.buyerId !== 'string') return null
    if (!Array.isArray(kept.orders)) return null
    return { owner: { epoch: kept.epoch, buyerId: kept.buyerId }, orders: kept.orders.filter(isOrder) }
  }

  save(owner: OrdersOwner, orders: readonly Order[]): void {
    const past = orders.filter((order) => !isOpen(order)).slice(0, pastMax)
    const text = JSON.stringify({ ...owner, orders: [...orders.filter(isOpen), ...past] })
    if (this.#storage.write(key, text)) return
    // The market is a convenience, a pickup code is needed.
    this.#storage.remove(savedMarketKey)
    if (!this.#storage.write(key, text)) this.#storage.remove(key)
  }

  forget(): void {
    this.#storage.remove(key)
  }
}

/** An earlier version of this page, or somebody at the browser's console, may have written something else. */
const isOrder = (order: Partial<Order> | null): boolean =>
  typeof order?.id === 'string' &&
  typeof order.seq === 'number' &&
  typeof order.changedSeq === 'number' &&
  typeof order.receiptUrl === 'string' &&
  Array.isArray(order.lines)
