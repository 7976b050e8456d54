import type { Order } from '../../shared/protocol/shapes.ts'
import { type Refusal, refusalSentences, refuse } from '../../shared/refusals.ts'
import { jsonOfOrder } from '../broadcast/order-json.ts'
import { type OrderContext, viewOfOrder, viewOfProduct, viewOfShop } from '../broadcast/views.ts'
import type { OrderState } from '../market/order.ts'
import type { MarketRefusal } from '../market/outcome.ts'
import type { Subject } from '../market/state.ts'
import type { Outcome } from '../queue/outcome.ts'
import type { DurableMarket } from '../store/durable-market.ts'

/** A reply as it stands on the wire. */
export type Reply = OrderReply | { ok: true; [field: string]: unknown } | { ok: false; error: Refusal }

/** `{ok, order, seq}`: nearly all replies. The order's view is made only where somebody looks at it. */
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

  /** For whoever encodes replies of any kind. */
  toJSON(): object {
    return { ok: this.ok, order: this.order, seq: this.seq }
  }
}

export const failed = (error: Refusal): Reply => ({ ok: false, error })

/** The reply to a command: the thing as it is now, and the command's place in the journal. */
export function replyOf(outcome: Outcome, market: DurableMarket, orders: OrderContext): Reply {
  if (outcome.kind === 'refused') return failed(wireRefusal(outcome.refusal, market, orders))
  const { subject, seq } = outcome
  return subject.kind === 'order'
    ? new OrderReply(there(market.orders.get(subject.id), subject), seq, orders)
    : { ok: true, ...viewOfSubject(subject, market, orders), seq }
}

function wireRefusal(refusal: MarketRefusal, market: DurableMarket, orders: OrderContext): Refusal {
  if (refusal.code !== 'conflict') return refusal
  return {
    code: 'conflict',
    message: refusalSentences.conflict,
    ...viewOfSubject(refusal.subject, market, orders),
  }
}

/** `{order}`, `{product}` or `{shop}`: what a command was about, as it is now. */
function viewOfSubject(subject: Subject, market: DurableMarket, orders: OrderContext): object {
  switch (subject.kind) {
    case 'order':
      return { order: viewOfOrder(there(market.orders.get(subject.id), subject), orders) }
    case 'product':
      return viewOfProductIfKept(market, subject.id)
    case 'shop':
      return { shop: viewOfShop(there(market.shops.get(subject.id), subject)) }
    case 'market':
      return {}
  }
}

/** A deleted product is forgotten after many others: a repeat of a command on it has nothing to show. */
function viewOfProductIfKept(market: DurableMarket, productId: number): object {
  const product = market.products.get(productId)
  return product ? { product: viewOfProduct(product) } : {}
}

function there<Thing>(thing: Thing | undefined, subject: Subject): Thing {
  if (!thing) throw new Error(`nothing is there for ${JSON.stringify(subject)}`)
  return thing
}

/** What a payload that is not of its schema is refused with; zod's issues, by path. */
export const invalid = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): Reply =>
  failed(
    refuse('invalid', {
      issues: error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })),
    }),
  )

export const invalidAction: Reply = failed(refuse('invalid', { issues: [] }, 'Invalid action'))

/** A reply as it goes on the wire. */
export const encodeReply = (reply: Reply): string =>
  reply instanceof OrderReply ? reply.encode() : JSON.stringify(reply)

/** How many lines of orders, ledgers and figures an answer has. */
export function linesOf(reply: Reply): number {
  if (!reply.ok) return 0
  const lists = [reply.orders, reply.movements, reply.buckets, reply.products].filter((list) =>
    Array.isArray(list),
  )
  return lists.flat().reduce((sum: number, one: { lines?: unknown[] }) => sum + (one.lines?.length ?? 1), 0)
}
