import { rightToSet, type ShopRight } from '../catalog/staff.ts'
import type { Refusal } from '../refusals.ts'
import * as buyer from './buyer-messages.ts'
import * as seller from './seller-messages.ts'
import type { Order, Product, SalesStats, SellerMovement, Session, Shop } from './shapes.ts'

/** Every event that a client may send, by namespace, with its payload's schema. Any other is refused as `invalid`. */
export const buyerEvents = {
  'purchase:create': buyer.purchaseCreate,
  'order:list': buyer.orderList,
  'order:cancel': buyer.orderCancelOwn,
  'session:rename': buyer.sessionRename,
} as const

export const sellerEvents = {
  'product:create': seller.productCreate,
  'product:update': seller.productUpdate,
  'product:restock': seller.productRestock,
  'product:count': seller.productCount,
  'product:delete': seller.productCommand,
  'product:restore': seller.productCommand,
  'product:ledger': seller.productLedger,
  'order:list': seller.sellerOrderList,
  'order:ready': seller.orderCommand,
  'order:fulfil': seller.orderCommand,
  'order:cancel': seller.orderCancel,
  'shop:update': seller.shopUpdate,
  'stats:get': seller.statsGet,
} as const

/** What each event of `/seller` takes in the shop that it concerns. */
const sellerEventRights = {
  'product:create': 'products',
  'product:update': 'products',
  'product:restock': 'products',
  'product:count': 'products',
  'product:delete': 'products',
  'product:restore': 'products',
  'product:ledger': 'see',
  'order:list': 'see',
  'order:ready': 'serve',
  'order:fulfil': 'serve',
  'order:cancel': 'cancel',
  'shop:update': ({ id: _, shopId: _shop, ...fields }) => rightToSet(Object.keys(fields)),
  'stats:get': 'figures',
} as const satisfies Record<
  keyof typeof sellerEvents,
  ShopRight | ((payload: Record<string, unknown>) => ShopRight)
>

/** The right that a valid event of `/seller` takes. */
export function rightOfEvent(event: keyof typeof sellerEvents, payload: object): ShopRight {
  const right = sellerEventRights[event]
  return typeof right === 'string' ? right : right({ ...payload })
}

export type Ok<Body> = { ok: true } & Body
export type Failed = { ok: false; error: Refusal }
export type Reply<Body> = Ok<Body> | Failed

export type OrderPage = { orders: Order[]; next: string | number | null }
/** `networks` has the tags of the networks that orders came from, by order. */
export type SellerOrderPage = OrderPage & { networks: Record<string, string> }
export type OrderReply = { order: Order; seq: number }
export type ProductReply = { product: Product; seq: number }

/** What the server replies to each event of `/`, besides `ok`. */
export interface BuyerReplies {
  'purchase:create': OrderReply
  'order:list': OrderPage
  'order:cancel': OrderReply
  'session:rename': { session: Session }
}

/** The same for `/seller`. */
export interface SellerReplies {
  'product:create': ProductReply
  'product:update': ProductReply
  'product:restock': ProductReply
  'product:count': ProductReply
  'product:delete': ProductReply
  'product:restore': ProductReply
  'product:ledger': { movements: SellerMovement[]; next: string | null }
  'order:list': SellerOrderPage
  'order:ready': OrderReply
  'order:fulfil': OrderReply
  'order:cancel': OrderReply
  'shop:update': { shop: Shop; seq: number }
  'stats:get': SalesStats
}

/** The handshake's `auth`; all of it is optional. */
export interface Handshake {
  token?: string
  /** The connection is refused for any other buyer. */
  buyerId?: string
  /** From `session:opened`, for a page without a cookie. */
  handle?: string
  protocol?: number
  epoch?: string
  seq?: number
  watch?: boolean
  /** The highest `seq` of a reply: a node that is not there yet waits a moment. */
  atLeast?: number
  /** On `/seller`, the shops of the market that it has: with others, it gets the whole market. */
  shops?: number[]
}
