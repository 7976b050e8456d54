import { z } from 'zod/mini'
import { productListing } from '../catalog/product.ts'
import { shopFields } from '../catalog/shop.ts'
import { stock, text, time } from '../catalog/values.ts'
import { limits } from './limits.ts'
import { orderStatus } from './shapes.ts'
import { cursor, entityId, integer, line, oneDirection, seq, uuid } from './text.ts'

/** What a client sends on `/seller`. The operator's `shopId` defaults to the house shop; a seller's is always their own. */

const shopId = z.optional(entityId)
const reason = z.optional(text)
// A command is known by a hash of its payload, which depends on the order of its fields.
const { name, price, stock: _, ...otherFields } = z.partial(productListing).shape

export const productCreate = z.object({
  id: uuid,
  name: productListing.shape.name,
  price: productListing.shape.price,
  stock,
  ...otherFields,
  shopId,
})
export type ProductCreate = z.infer<typeof productCreate>

export const productUpdate = z.object({
  id: uuid,
  productId: entityId,
  ifSeq: z.optional(seq),
  name,
  price,
  ...otherFields,
  shopId,
})
export type ProductUpdate = z.infer<typeof productUpdate>

export const productRestock = z.object({
  id: uuid,
  productId: entityId,
  quantity: integer(-limits.restockMax, limits.restockMax).check(
    z.refine((value) => value !== 0, 'must not be 0'),
  ),
  reason,
  shopId,
})
export type ProductRestock = z.infer<typeof productRestock>

export const productCount = z.object({ id: uuid, productId: entityId, stock, ifStock: stock, reason, shopId })
export type ProductCount = z.infer<typeof productCount>

/** For `product:delete` and `product:restore`. */
export const productCommand = z.object({ id: uuid, productId: entityId, shopId })
export type ProductCommand = z.infer<typeof productCommand>

export const productLedger = z.object({
  productId: entityId,
  after: z.optional(cursor),
  limit: z.optional(integer(1, limits.ledgerPageSizeMax)),
  shopId,
})
export type ProductLedger = z.infer<typeof productLedger>

/** A pickup code, a part of a name, or an order's number, also as a JSON number. */
const find = z.pipe(
  z.union([z.string(), z.number()]),
  z.pipe(
    z.transform((sought: string | number) => String(sought)),
    line(0, limits.nameCodePointsMax),
  ),
)

const networkTag = z.string().check(z.regex(/^[0-9a-f]{8}$/, 'must be a network that came with an order'))

export const sellerOrderList = z
  .object({
    before: z.optional(cursor),
    changedAfter: z.optional(seq),
    limit: z.optional(integer(1, limits.pageSizeMax)),
    status: z.optional(orderStatus),
    /** True for orders that wait for pickup, false for all others. */
    open: z.optional(z.boolean()),
    find: z.optional(find),
    productId: z.optional(entityId),
    since: z.optional(time),
    until: z.optional(time),
    network: z.optional(networkTag),
    shopId,
  })
  .check(oneDirection)
export type SellerOrderList = z.infer<typeof sellerOrderList>

/** For commands that name only an order. */
export const orderCommand = z.object({ id: uuid, orderId: uuid, shopId })
export type OrderCommand = z.infer<typeof orderCommand>

/** With `restock` false its items are gone, and not for sale again. */
export const orderCancel = z.object({
  id: uuid,
  orderId: uuid,
  reason,
  shopId,
  restock: z.optional(z.boolean()),
})
export type OrderCancel = z.infer<typeof orderCancel>

export const shopUpdate = z
  .object({
    id: uuid,
    ...z.partial(shopFields).shape,
    status: z.optional(z.enum(['open', 'closed'])),
    reopensAt: z.optional(time),
    shopId,
  })
  .check(
    z.refine(({ status, reopensAt }) => reopensAt === undefined || status === 'closed', {
      path: ['reopensAt'],
      message: 'must come with the status "closed"',
    }),
  )
export type ShopUpdate = z.infer<typeof shopUpdate>

/** Sales from the start of a day in the shop's time zone until now. */
export const statsGet = z.object({ range: z.enum(['today', '7d', '30d', 'all']), shopId })
export type StatsGet = z.infer<typeof statsGet>
