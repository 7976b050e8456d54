import { z } from 'zod/mini'
import { orderStatuses } from '../catalog/order-states.ts'
import { productListing } from '../catalog/product.ts'
import { shopFields } from '../catalog/shop.ts'
import { staffRoles } from '../catalog/staff.ts'
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
  /** This client's own time zone data may not have it. */
  timeZone: z.string(),
  status: z.enum(['open', 'closed', 'suspended']),
  /** When a closed shop opens again by itself; null if it does not. */
  reopensAt: z.nullable(time),
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
/** A product. `seq` is that of its last edit: sales and restocks do not change it. */
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
  /** The buyer: the same in all sessions of an account. */
  buyerId: z.optional(opaqueId),
  /** Where a `seller` works, and as what. The operator is an owner everywhere. */
  shops: z.optional(z.array(z.object({ shopId: entityId, role: z.enum(staffRoles) }))),
})
export type Session = z.infer<typeof session>

export const movement = z.object({
  seq,
  at: time,
  kind: z.enum(['listed', 'restocked', 'removed', 'sold', 'returned']),
  quantity: stockLeft,
  stock: stockLeft,
})
/** An entry of a product's public ledger: how the stock changed, and the stock afterwards. */
export type Movement = z.infer<typeof movement>

export const sellerMovement = z.extend(movement, {
  by: opaqueId,
  reason: z.nullable(z.string()),
  orderId: z.nullable(uuid),
})
/** The same for the seller: also who changed it, why, and for which order. */
export type SellerMovement = z.infer<typeof sellerMovement>

export const sale = z.object({ productId: entityId, quantity, at: time })
export type Sale = z.infer<typeof sale>

/** What was sold in the bucket that begins at `at`. */
export const salesBucket = z.object({ at: time, revenue: total, orders: total, units: total })
export type SalesBucket = z.infer<typeof salesBucket>

export const salesStats = z.object({
  shopId: entityId,
  range: z.enum(['today', '7d', '30d', 'all']),
  /** The shop's, which the days and hours refer to. Earlier servers do not send it. */
  timeZone: z.optional(z.string()),
  /** The first moment of the range. */
  since: time,
  /** 15 minutes; an hour or a day of the time zone if a range would have too many. */
  bucketMs: total,
  revenue: total,
  orders: total,
  units: total,
  /** Orders that wait for pickup, whenever they were placed. */
  waiting: total,
  /** Oldest first, without those in which nothing was sold. */
  buckets: z.array(salesBucket),
  /** Those that sold most first, at most 100. `perMinute` is the average of the last ten minutes. */
  products: z.array(z.object({ productId: entityId, units: total, revenue: total, perMinute: z.number() })),
})
/** A shop's sales. Orders that were cancelled later are left out. */
export type SalesStats = z.infer<typeof salesStats>
