import type { Order } from '../../shared/protocol/shapes.ts'
import { type Refusal, refusalSentences, refuse, refuseIssues } from '../../shared/refusals.ts'
import { jsonOfOrder } from '../broadcast/order-json.ts'
import { type OrderContext, viewOfOrder, viewOfProduct, viewOfShop } from '../broadcast/views.ts'
import type { OrderState } from '../market/order.ts'
import type { MarketRefusal } from '../market/outcome.ts'
import type { Subject } from '../market/state.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { DurableMarket } from '../store/durable-market.ts'

/** A reply in its wire format. */
export type Reply = OrderReply | { ok: true; [field: string]: unknown } | { ok: false; error: Refusal }

/** `{ok, order, seq}`, which is nearly every reply. The order's view is made only when it is read. */
class OrderReply {
  readonly ok = true
  readonly seq: number
  readonly #order: OrderState
  readonly #context: OrderContext;
  [field: string]: unknown

  constructor(order: OrderState, seq: number, context: OrderContext) {
    this.#order = order
    this.seq = seq
    this.#context = context
  }

  get order(): Order {
    return viewOfOrder(this.#order, this.#context)
  }

  encode(): string {
    return `{"ok":true,"order":${jsonOfOrder(this.#order, this.#context)},"seq":${this.seq}}`
  }

  /** For encoders of replies of any kind. */
  toJSON(): object {
    return { ok: this.ok, order: this.order, seq: this.seq }
  }
}

export const failed = (error: Refusal): Reply => ({ ok: false, error })

/** The reply to a command: the current state of its object, and the command's seq. */
export function replyOf(outcome: Outcome, market: DurableMarket, orders: OrderContext): Reply {
  if (outcome.kind === 'refused') return failed(wireRefusal(outcome.refusal, market, orders))
  const { subject, seq } = outcome
  return subject.kind === 'order'
    ? new OrderReply(there(market.orders.get(subject.id), subject), seq, orders)
    : { ok: true, ...viewOfSubject(subject, market, orders), seq }
}

/** A refusal in its wire format: a conflict contains the current state of its object. */
export function wireRefusal(refusal: MarketRefusal, market: DurableMarket, orders: OrderContext): Refusal {
  if (refusal.code !== 'conflict') return refusal
  return {
    code: 'conflict',
    message: refusalSentences.conflict,
    ...viewOfSubject(refusal.subject, market, orders),
  }
}

/** `{order}`, `{product}` or `{shop}`: the current state of a command's object. */
function viewOfSubject(subject: Subject, market: DurableMarket, orders: OrderContext): object {
  switch (subject.kind) {
    case 'order':
      return { order: viewOfOrder(there(market.orders.get(subject.id), subject), orders) }
    case 'product': {
      // A deleted product may have been forgotten, so a repeat of a command on it has no object to return.
      const product = market.products.get(subject.id)
      return product ? { product: viewOfProduct(product) } : {}
    }
    case 'shop':
      return { shop: viewOfShop(there(market.shops.get(subject.id), subject)) }
    case 'market':
      return {}
  }
}

function there<Thing>(thing: Thing | undefined, subject: Subject): Thing {
  if (!thing) throw new Error(`nothing is there for ${JSON.stringify(subject)}`)
  return thing
}

/** The reply to a payload that does not match its schema. */
export const invalid = (error: Parameters<typeof refuseIssues>[0]): Reply => failed(refuseIssues(error))

export const invalidAction: Reply = failed(refuse('invalid', { issues: [] }, 'Invalid action'))

/** A reply in its wire format. */
export const encodeReply = (reply: Reply): string =>
  reply instanceof OrderReply ? reply.encode() : JSON.stringify(reply)

/** The number of rows in an answer with orders, ledgers or figures. */
export function linesOf(reply: Reply): number {
  if (!reply.ok) return 0
  const lists = [reply.orders, reply.movements, reply.buckets, reply.products].filter((list) =>
    Array.isArray(list),
  )
  return lists.flat().reduce((sum: number, one: { lines?: unknown[] }) => sum + (one.lines?.length ?? 1), 0)
}
