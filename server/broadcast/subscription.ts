import type { Audience } from './audience.ts'
import type { Connection } from './connection.ts'

/** Whose orders a connection is told of. */
export type OrdersOf =
  | { kind: 'buyer'; buyerId: string }
  | { kind: 'shop'; shopId: number }
  | { kind: 'all' }
  | { kind: 'none' }

/** What a connection asked for when it came. */
export interface SubscriptionRequest {
  audience: Audience
  orders: OrdersOf
  sales: boolean
  /** False for a client that wants no market stream. */
  watch: boolean
  /** What the client has already, where it said so. */
  has: { epoch: string; seq: number } | null
}

/** A connection and how far it has been brought. */
export interface Subscription {
  readonly connection: Connection
  readonly audience: Audience
  readonly orders: OrdersOf
  readonly sales: boolean
  /** The seq up to which the client was sent the market; null when it wants none, or must fetch it. */
  position: number | null
  /** When it was last sent something of the market, monotonic. */
  sentAt: number
  /** Since when it has taken nothing of what is queued for it; null while nothing is queued. */
  stalledSince: number | null
  queuedBefore: number
}
