import type { Refusal } from '../refusals.ts'
import * as buyer from './buyer-messages.ts'
import * as seller from './seller-messages.ts'
import type {
  MarketChanged,
  MarketReset,
  OrderChanged,
  SalesMade,
  SessionOpened,
  StatsChanged,
} from './server-messages.ts'
import type { Order, Product, SalesStats, SellerMovement, Session, Shop } from './shapes.ts'

/**
 * Every event that a client may send, by namespace, with its payload's schema. An event that does not stand
 * here is answered `invalid`, 'Invalid action'.
 */
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

export type Ok<Body> = { ok: true } & Body
export type Failed = { ok: false; error: Refusal }
export type Reply<Body> = Ok<Body> | Failed

export type OrderPage = { orders: Order[]; next: string | number | null }
/** `networks` has the tags of the networks that orders came from, by order. */
export type SellerOrderPage = OrderPage & { networks: Record<string, string> }
export type OrderReply = { order: Order; seq: number }
export type ProductReply = { product: Product; seq: number }

type Ack<Body> = (reply: Reply<Body>) => void

/** `/`: for socket.io's typed events, as a client emits them. */
export interface BuyerToServer {
  'purchase:create': (payload: buyer.PurchaseCreate, ack: Ack<OrderReply>) => void
  'order:list': (payload: buyer.OrderList, ack: Ack<OrderPage>) => void
  'order:cancel': (payload: buyer.OrderCancelOwn, ack: Ack<OrderReply>) => void
  'session:rename': (payload: buyer.SessionRename, ack: Ack<{ session: Session }>) => void
}

/** `/seller`. */
export interface SellerToServer {
  'product:create': (payload: seller.ProductCreate, ack: Ack<ProductReply>) => void
  'product:update': (payload: seller.ProductUpdate, ack: Ack<ProductReply>) => void
  'product:restock': (payload: seller.ProductRestock, ack: Ack<ProductReply>) => void
  'product:count': (payload: seller.ProductCount, ack: Ack<ProductReply>) => void
  'product:delete': (payload: seller.ProductCommand, ack: Ack<ProductReply>) => void
  'product:restore': (payload: seller.ProductCommand, ack: Ack<ProductReply>) => void
  'product:ledger': (
    payload: seller.ProductLedger,
    ack: Ack<{ movements: SellerMovement[]; next: string | null }>,
  ) => void
  'order:list': (payload: seller.SellerOrderList, ack: Ack<SellerOrderPage>) => void
  'order:ready': (payload: seller.OrderCommand, ack: Ack<OrderReply>) => void
  'order:fulfil': (payload: seller.OrderCommand, ack: Ack<OrderReply>) => void
  'order:cancel': (payload: seller.OrderCancel, ack: Ack<OrderReply>) => void
  'shop:update': (payload: seller.ShopUpdate, ack: Ack<{ shop: Shop; seq: number }>) => void
  'stats:get': (payload: seller.StatsGet, ack: Ack<SalesStats>) => void
}

/** What every namespace is sent. */
export interface ServerToClient {
  'session:opened': (message: SessionOpened) => void
  'market:reset': (message: MarketReset) => void
  'market:changed': (message: MarketChanged) => void
  'order:changed': (message: OrderChanged) => void
  'sales:made': (message: SalesMade) => void
  'stats:changed': (message: StatsChanged) => void
}

/** The handshake's `auth`; all of it is optional. */
export interface Handshake {
  token?: string
  /** Whose connection this must be. */
  buyerId?: string
  /** What came in `session:opened` to a page without a cookie. */
  handle?: string
  protocol?: number
  epoch?: string
  seq?: number
  watch?: boolean
}
