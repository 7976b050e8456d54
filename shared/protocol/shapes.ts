import { z } from 'zod/mini'
import { orderStatuses } from '../catalog/order-states.ts'
import { productListing } from '../catalog/product.ts'
import { shopFields } from '../catalog/shop.ts'
import { name, opaqueId, price, quantity, time } from '../catalog/values.ts'
import { limits } from './limits.ts'
import { entityId, integer, seq, uuid } from './text.ts'

const total = integer(0, Number.MAX_SAFE_INTEGER)
/** Cancelled orders may raise it above what may be listed. */
const stockLeft = total

export const shop = z.object({
  id: entityId,
  slug: z.string(),
  ...shopFields.shape,
  /** One that this client's own time zone data may not have. */
  timeZone: z.string(),
  status: z.enum(['open', 'closed', 'suspended']),
})
/** A shop; 1 is the house shop, the operator's. */
export type Shop = z.infer<typeof shop>

export const product = z.object({
  id: entityId,
  shopId: entityId,
  ...productListing.shape,
  stock: stockLeft,
  createdAt: time,
  seq,
})
/** A product; `seq` is that of its last edit: sales and restocks do not move it. */
export type Product = z.infer<typeof product>

export const orderLine = z.object({ productId: entityId, name, quantity, unitPrice: price })
export type OrderLine = z.infer<typeof orderLine>

export const orderStatus = z.enum(orderStatuses)

export const order = z.object({
  id: uuid,
  number: integer(1, Number.MAX_SAFE_INTEGER),
  place: integer(1, Number.MAX_SAFE_INTEGER),
  shopId: entityId,
  buyerId: opaqueId,
  buyerName: z.string(),
  lines: z.array(orderLine),
  total: integer(0, limits.totalMax),
  status: orderStatus,
  pickupCode: z.string().check(z.regex(/^[23456789CFGHJMPQRVWX]{6}$/)),
  receiptUrl: z.string(),
  placedAt: time,
  collectBy: z.nullable(time),
  fulfilledAt: z.nullable(time),
  cancelledAt: z.nullable(time),
  cancelledBy: z.nullable(z.enum(['buyer', 'seller', 'market'])),
  reason: z.nullable(z.string()),
  seq,
  changedSeq: seq,
})
/** An order. */
export type Order = z.infer<typeof order>

export const role = z.enum(['guest', 'buyer', 'seller', 'operator'])
export type Role = z.infer<typeof role>

export const session = z.object({
  id: opaqueId,
  name: z.string(),
  role,
  /** Who buys: stays the same from session to session of an account. */
  buyerId: z.optional(opaqueId),
})
export type Session = z.infer<typeof session>

export const movement = z.object({
  seq,
  at: time,
  kind: z.enum(['listed', 'restocked', 'removed', 'sold', 'returned']),
  quantity: stockLeft,
  stock: stockLeft,
})
/** One line of a product's public ledger: how the stock moved, and what it was afterwards. */
export type Movement = z.infer<typeof movement>

export const sellerMovement = z.extend(movement, {
  by: opaqueId,
  reason: z.nullable(z.string()),
  orderId: z.nullable(uuid),
})
/** The same line as its seller sees it: who moved it, why, and for which order. */
export type SellerMovement = z.infer<typeof sellerMovement>

export const sale = z.object({ productId: entityId, quantity, at: time })
export type Sale = z.infer<typeof sale>

/** What was sold from `at` on, for as long as a bucket lasts. */
export const salesBucket = z.object({ at: time, revenue: total, orders: total, units: total })
export type SalesBucket = z.infer<typeof salesBucket>

export const salesStats = z.object({
  shopId: entityId,
  range: z.enum(['today', '7d', '30d', 'all']),
  /** Whose days and hours these are: the shop's. Absent from servers of before. */
  timeZone: z.optional(z.string()),
  /** The first moment of the range. */
  since: time,
  /** 15 minutes; an hour or a day of the time zone where a range would have too many of them. */
  bucketMs: total,
  revenue: total,
  orders: total,
  units: total,
  /** Orders that wait for pickup, whenever they were placed. */
  waiting: total,
  /** Oldest first; where nothing was sold there is none. */
  buckets: z.array(salesBucket),
  /** What sold most first, at most 100; `perMinute` is the units of the last ten minutes, a minute. */
  products: z.array(z.object({ productId: entityId, units: total, revenue: total, perMinute: z.number() })),
})
/** A shop's sales that stand, cancelled orders left out of the time when they were placed. */
export type SalesStats = z.infer<typeof salesStats>
