import { z } from 'zod/mini'
import { price, quantity } from '../catalog/values.ts'
import { limits } from './limits.ts'
import { cursor, entityId, integer, line, list, oneDirection, seq, uuid } from './text.ts'

/** What a client sends on `/`. Unknown fields are dropped. */

export const pageSize = integer(1, limits.pageSizeMax)

export const purchaseLine = z.object({ productId: entityId, quantity, unitPrice: price })
/** `unitPrice` is the price that the buyer saw. */
export type PurchaseLine = z.infer<typeof purchaseLine>

export const purchaseCreate = z.object({ id: uuid, lines: list(purchaseLine, 1, limits.linesMax) })
export type PurchaseCreate = z.infer<typeof purchaseCreate>

const plainUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The result of {@link purchaseCreate} for a payload as our clients send it, at a fraction of its cost. Null for all
 * others, which only the schema can judge: an id in capitals is valid too, and a refusal needs its issues.
 */
export function plainPurchase(payload: unknown): PurchaseCreate | null {
  const { id, lines } = (payload ?? {}) as Partial<Record<'id' | 'lines', unknown>>
  if (typeof id !== 'string' || !plainUuid.test(id) || !Array.isArray(lines)) return null
  if (lines.length < 1 || lines.length > limits.linesMax) return null
  const plain: PurchaseLine[] = []
  for (const one of lines) {
    const { productId, quantity, unitPrice } = (one ?? {}) as Partial<Record<keyof PurchaseLine, unknown>>
    if (!isWithin(productId, 1, Number.MAX_SAFE_INTEGER)) return null
    if (!isWithin(quantity, 1, limits.quantityMax) || !isWithin(unitPrice, 0, limits.priceMax)) return null
    plain.push({ productId, quantity, unitPrice } satisfies Required<PurchaseLine>)
  }
  return { id, lines: plain } satisfies Required<PurchaseCreate>
}

const isWithin = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' &&
  Number.isSafeInteger(value) &&
  value >= min &&
  value <= max &&
  !Object.is(value, -0)

/** Newest first from `before` back, or the oldest change first after the seq `changedAfter`. */
export const orderList = z
  .object({ before: z.optional(cursor), changedAfter: z.optional(seq), limit: z.optional(pageSize) })
  .check(oneDirection)
export type OrderList = z.infer<typeof orderList>

export const orderCancelOwn = z.object({ id: uuid, orderId: uuid })

export const sessionRename = z.object({ name: line(1, limits.sessionNameCodePointsMax) })
export type SessionRename = z.infer<typeof sessionRename>
