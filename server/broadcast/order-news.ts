import type { DurableMarket } from '../store/durable-market.ts'
import { GroupMap } from './group-map.ts'
import type { Marks } from './marks.ts'
import { Message } from './messages.ts'
import { jsonOfOrder } from './order-json.ts'
import { takesMore } from './stalling.ts'
import type { Subscriber } from './subscriber.ts'
import type { OrderContext } from './views.ts'

interface Parts {
  market: DurableMarket
  orders: OrderContext
  bounds: { pendingOrdersMax: number; ordersPerTickMax: number }
  onEncoded?(event: string, length: number): void
}

/**
 * `order:changed` to whom it concerns: the buyer's connections and the shop's sellers. An order that changes
 * twice before a client takes it is sent once, as it is then; a client too far behind is cut off, and asks for
 * its orders when it comes back.
 */
export class OrderNews {
  readonly #parts: Parts
  readonly #byBuyer = new GroupMap<string, Subscriber>()
  readonly #sellers = new Set<Subscriber>()
  /** The orders that changed and that a client was not told of yet. */
  readonly #waiting = new Map<Subscriber, Set<string>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  join(subscriber: Subscriber): void {
    const { orders } = subscriber
    if (orders.kind === 'none') return
    if (orders.kind === 'buyer') this.#byBuyer.add(orders.buyerId, subscriber)
    else this.#sellers.add(subscriber)
  }

  leave(subscriber: Subscriber): void {
    this.#waiting.delete(subscriber)
    this.#sellers.delete(subscriber)
    if (subscriber.orders.kind === 'buyer') this.#byBuyer.delete(subscriber.orders.buyerId, subscriber)
  }

  /** Notes an entry's orders for all whom they concern, but for `source`: it has them in its reply. */
  add(marks: Marks, source: string | null): void {
    for (const orderId of marks.orders) {
      const order = this.#parts.market.orders.get(orderId)
      if (!order) continue
      for (const subscriber of this.#byBuyer.of(order.buyerId)) this.#note(subscriber, orderId, source)
      for (const subscriber of this.#sellers) {
        const { orders } = subscriber
        const theirs = orders.kind === 'all' || (orders.kind === 'shop' && orders.shopId === order.shopId)
        if (theirs) this.#note(subscriber, orderId, source)
      }
    }
  }

  #note(subscriber: Subscriber, orderId: string, source: string | null): void {
    if (subscriber.connection.id === source) return
    const orderIds = this.#waiting.get(subscriber)
    if (orderIds) orderIds.add(orderId)
    else this.#waiting.set(subscriber, new Set([orderId]))
  }

  /** Sends what waits to all who take it, and calls `told` with each of them; each order is encoded once. */
  flush(told: (subscriber: Subscriber) => void): void {
    const messages = new Map<string, Message>()
    for (const [subscriber, orderIds] of [...this.#waiting]) {
      if (orderIds.size > this.#parts.bounds.pendingOrdersMax) {
        this.#waiting.delete(subscriber)
        subscriber.connection.close('too many orders unread')
      } else if (takesMore(subscriber)) {
        this.#tell(subscriber, orderIds, messages)
        told(subscriber)
      }
    }
  }

  get waiting(): number {
    return this.#waiting.size
  }

  #tell(subscriber: Subscriber, orderIds: Set<string>, messages: Map<string, Message>): void {
    let told = 0
    for (const orderId of orderIds) {
      if (told === this.#parts.bounds.ordersPerTickMax) return
      told += 1
      orderIds.delete(orderId)
      subscriber.connection.send(this.#messageOf(orderId, messages))
    }
    this.#waiting.delete(subscriber)
  }

  #messageOf(orderId: string, messages: Map<string, Message>): Message {
    const known = messages.get(orderId)
    if (known) return known
    const order = this.#parts.market.orders.get(orderId)
    if (!order) throw new Error(`order ${orderId} changed, but is not there`)
    const json = `{"order":${jsonOfOrder(order, this.#parts.orders)}}`
    this.#parts.onEncoded?.('order:changed', json.length)
    const message = new Message('order:changed', json)
    messages.set(orderId, message)
    return message
  }
}
