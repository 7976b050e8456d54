import type { DurableMarket } from '../store/durable-market.ts'
import type { ChangeSet } from './change-set.ts'
import { GroupMap } from './group-map.ts'
import { Message } from './messages.ts'
import { jsonOfOrder } from './order-json.ts'
import { takesMore } from './slow-consumer.ts'
import type { Subscription } from './subscription.ts'
import type { OrderContext } from './views.ts'

interface Dependencies {
  market: DurableMarket
  orders: OrderContext
  bounds: { pendingOrdersMax: number; ordersPerTickMax: number }
  onEncoded?(event: string, length: number): void
}

/**
 * Sends `order:changed` to the buyer's connections and the shop's sellers. An order that changes twice before
 * a client takes it is sent once, in its latest state. A client too far behind is cut off, and asks for its
 * orders when it returns.
 */
export class OrderNotifier {
  readonly #dependencies: Dependencies
  readonly #byBuyer = new GroupMap<string, Subscription>()
  readonly #sellers = new Set<Subscription>()
  /** The changed orders that a client has not been sent yet. */
  readonly #waiting = new Map<Subscription, Set<string>>()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  join(subscription: Subscription): void {
    const { orders } = subscription
    if (orders.kind === 'none') return
    if (orders.kind === 'buyer') this.#byBuyer.add(orders.buyerId, subscription)
    else this.#sellers.add(subscription)
  }

  leave(subscription: Subscription): void {
    this.#waiting.delete(subscription)
    this.#sellers.delete(subscription)
    if (subscription.orders.kind === 'buyer') this.#byBuyer.delete(subscription.orders.buyerId, subscription)
  }

  /** Queues an entry's orders for everybody concerned except `source`, whose reply contains them. */
  add(changeSet: ChangeSet, source: string | null): void {
    for (const orderId of changeSet.orders) {
      const order = this.#dependencies.market.orders.get(orderId)
      if (!order) continue
      for (const subscription of this.#byBuyer.of(order.buyerId)) this.#note(subscription, orderId, source)
      for (const subscription of this.#sellers) {
        const { orders } = subscription
        const theirs =
          orders.kind === 'all' || (orders.kind === 'shops' && orders.shopIds.includes(order.shopId))
        if (theirs) this.#note(subscription, orderId, source)
      }
    }
  }

  #note(subscription: Subscription, orderId: string, source: string | null): void {
    if (subscription.connection.id === source) return
    const orderIds = this.#waiting.get(subscription)
    if (orderIds) orderIds.add(orderId)
    else this.#waiting.set(subscription, new Set([orderId]))
  }

  /** Sends what is queued to clients that take it, and calls `sent` for each. Encodes each order once. */
  flush(sent: (subscription: Subscription) => void): void {
    const messages = new Map<string, Message>()
    for (const [subscription, orderIds] of [...this.#waiting]) {
      if (orderIds.size > this.#dependencies.bounds.pendingOrdersMax) {
        this.#waiting.delete(subscription)
        subscription.connection.close('too many orders unread')
      } else if (takesMore(subscription)) {
        this.#send(subscription, orderIds, messages)
        sent(subscription)
      }
    }
  }

  get waiting(): number {
    return this.#waiting.size
  }

  #send(subscription: Subscription, orderIds: Set<string>, messages: Map<string, Message>): void {
    let sent = 0
    for (const orderId of orderIds) {
      if (sent === this.#dependencies.bounds.ordersPerTickMax) return
      sent += 1
      orderIds.delete(orderId)
      subscription.connection.send(this.#messageOf(orderId, messages))
    }
    this.#waiting.delete(subscription)
  }

  #messageOf(orderId: string, messages: Map<string, Message>): Message {
    const known = messages.get(orderId)
    if (known) return known
    const order = this.#dependencies.market.orders.get(orderId)
    if (!order) throw new Error(`order ${orderId} changed, but is not there`)
    const json = `{"order":${jsonOfOrder(order, this.#dependencies.orders)}}`
    this.#dependencies.onEncoded?.('order:changed', json.length)
    const message = new Message('order:changed', json)
    messages.set(orderId, message)
    return message
  }
}
