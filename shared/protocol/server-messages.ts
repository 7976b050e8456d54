import { z } from 'zod/mini'
import { order, product, sale, session, shop } from './shapes.ts'
import { entityId, integer, seq } from './text.ts'

/** What the server sends unasked. Clients ignore fields and events that they do not know. */

const epoch = z.string().check(z.maxLength(64))
const count = integer(0, Number.MAX_SAFE_INTEGER)

export const sessionOpened = z.object({
  session,
  protocol: integer(1, 1_000),
  build: z.string(),
  serverTime: integer(0, Number.MAX_SAFE_INTEGER),
  token: z.optional(z.string()),
  handle: z.optional(z.string()),
})
/**
 * The first message on every namespace; `token` only for a new session that no cookie carries, `handle` only for a
 * page whose browser keeps no cookie.
 */
export type SessionOpened = z.infer<typeof sessionOpened>

export const market = z.object({
  epoch,
  seq,
  name: z.string(),
  currency: z.string(),
  currencyDigits: integer(0, 4),
  shops: z.array(shop),
  products: z.array(product),
})
/** The whole market at `seq`: the reply of `GET /api/market`. */
export type Market = z.infer<typeof market>

export const marketReset = z.union([market, z.object({ epoch, seq, fetch: z.literal(true) })])
/** Replaces what the client had. If the market is large, get it from `/api/market` and connect again. */
export type MarketReset = z.infer<typeof marketReset>

export const marketChanged = z.object({
  epoch,
  from: seq,
  seq,
  products: z.optional(z.array(product)),
  stock: z.optional(z.array(z.tuple([entityId, product.shape.stock]))),
  removed: z.optional(z.array(entityId)),
  shops: z.optional(z.array(shop)),
})
/** What changed after `from`, up to `seq`; absolute values; a product is in at most one of the three. */
export type MarketChanged = z.infer<typeof marketChanged>

export const orderChanged = z.object({ order })
export type OrderChanged = z.infer<typeof orderChanged>

export const salesMade = z.object({
  seq,
  sales: z.array(sale),
  totals: z.object({ orders: count, units: count }),
})
/** The newest 20 sales of a tick, lossy; totals are absolute. */
export type SalesMade = z.infer<typeof salesMade>

export const salesPace = z.object({
  windowMs: integer(1, Number.MAX_SAFE_INTEGER),
  units: count,
  shops: z.array(z.tuple([entityId, count])),
})
/** The items sold within the last `windowMs`: in the market, and by shop id in the 50 shops that sold most. */
export type SalesPace = z.infer<typeof salesPace>
