import type { Order } from '../../shared/protocol/shapes.ts'
import { type Refusal, refusalSentences, refuse } from '../../shared/refusals.ts'
import { jsonOfOrder } from '../broadcast/order-json.ts'
import { type OrderContext, viewOfOrder, viewOfProduct, viewOfShop } from '../broadcast/views.ts'
import type { MarketRefusal } from '../market/outcome.ts'
import type { DurableMarket, Subject } from '../market/state.ts'
import type { Outcome } from '../queue/outcome.ts'

/** A reply as it stands on the wire. */
export type Reply = { ok: true; [field: string]: unknown } | { ok: false; error: Refusal }

export const failed = (error: Refusal): Reply => ({ ok: false, error })

/** The reply to a command: the thing as it is now, and the command's place in the journal. */
export function replyOf(outcome: Outcome, market: DurableMarket, orders: OrderContext): Reply {
  return outcome.kind === 'done'
    ? { ok: true, ...viewOfSubject(outcome.subject, market, orders), seq: outcome.seq }
    : failed(wireRefusal(outcome.refusal, market, orders))
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
      return { product: viewOfProduct(there(market.products.get(subject.id), subject)) }
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

/** What a payload that is not of its schema is refused with; zod's issues, by path. */
export const invalid = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): Reply =>
  failed(
    refuse('invalid', {
      issues: error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })),
    }),
  )

export const invalidAction: Reply = failed(refuse('invalid', { issues: [] }, 'Invalid action'))

interface OrderReply {
  ok: true
  order: Order
  seq: number
}

const isOrderReply = (reply: Reply): reply is Reply & OrderReply => reply.ok && reply.order !== undefined

/** A reply as it goes on the wire. Orders by hand: half of what a purchase's reply cost was their JSON. */
export const encodeReply = (reply: Reply): string =>
  isOrderReply(reply)
    ? `{"ok":true,"order":${jsonOfOrder(reply.order)},"seq":${reply.seq}}`
    : JSON.stringify(reply)
