import type { Audience } from './audience.ts'
import type { Connection } from './connection.ts'

/** Whose orders a connection follows. */
type OrdersOf =
  | { kind: 'buyer'; buyerId: string }
  | { kind: 'shops'; shopIds: readonly number[] }
  | { kind: 'all' }
  | { kind: 'none' }

/** What a connection asked for when it joined. */
export interface SubscriptionRequest {
  audience: Audience
  orders: OrdersOf
  sales: boolean
  /** False for a client without a market stream. */
  watch: boolean
  /** What the client already has, if it said so. */
  has: { epoch: string; seq: number } | null
}

/** A connection, and the position up to which it has been sent the market. */
export interface Subscription extends Readonly<Pick<SubscriptionRequest, 'audience' | 'orders' | 'sales'>> {
  readonly connection: Connection
  /** The seq up to which the client has the market; null if it does not follow it, or must fetch it. */
  position: number | null
  /** When market data was last sent, monotonic. */
  sentAt: number
  /** Since when the client has taken nothing of its queue; null while the queue is empty. */
  stalledSince: number | null
  queuedBefore: number
}
