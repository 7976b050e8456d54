import { z } from 'zod/mini'
import { limits } from './limits.ts'
import { price, quantity } from './shapes.ts'
import { cursor, entityId, integer, line, seq, uuid } from './text.ts'

/** What a client sends on `/`; payloads carry no more than is named here, and unknown fields are dropped. */

const pageSize = z.optional(integer(1, limits.pageSizeMax))

export const purchaseLine = z.object({ productId: entityId, quantity, unitPrice: price })
/** `unitPrice` is the price that the buyer saw. */
export type PurchaseLine = z.infer<typeof purchaseLine>

export const purchaseCreate = z.object({
  id: uuid,
  lines: z.array(purchaseLine).check(z.minLength(1), z.maxLength(limits.linesMax)),
})
export type PurchaseCreate = z.infer<typeof purchaseCreate>

/** Newest first up to `before`, or the oldest change first after the seq `changedAfter`. */
export const orderList = z
  .object({ before: z.optional(cursor), changedAfter: z.optional(seq), limit: pageSize })
  .check(
    z.refine((query) => query.before === undefined || query.changedAfter === undefined, {
      message: 'before and changedAfter exclude each other',
    }),
  )
export type OrderList = z.infer<typeof orderList>

export const orderCancelOwn = z.object({ id: uuid, orderId: uuid })
export type OrderCancelOwn = z.infer<typeof orderCancelOwn>

export const sessionRename = z.object({ name: line(1, limits.sessionNameCodePointsMax) })
export type SessionRename = z.infer<typeof sessionRename>
