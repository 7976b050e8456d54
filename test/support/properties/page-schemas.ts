import { z } from 'zod/mini'
import { type ShopRight, shopRights, staffRoles } from '../../../shared/catalog/staff.ts'
import * as accounts from '../../../shared/protocol/account-messages.ts'
import { brand, brandSettings, legalUpdate } from '../../../shared/protocol/brand-messages.ts'
import { buyerEvents, type Handshake, sellerEvents } from '../../../shared/protocol/events.ts'
import { type ImportChange, type ImportCheck, importApply } from '../../../shared/protocol/import-messages.ts'
import { type BoundUse, boundNames, type ShopUse } from '../../../shared/protocol/operator-messages.ts'
import { pageError } from '../../../shared/protocol/page-errors.ts'
import * as messages from '../../../shared/protocol/server-messages.ts'
import {
  movement,
  order,
  product,
  salesStats,
  sellerMovement,
  session,
  shop,
} from '../../../shared/protocol/shapes.ts'
import {
  inviteJoin,
  type ListedStaff,
  type ListedStaffInvite,
  staffChange,
  staffInvite,
} from '../../../shared/protocol/staff-messages.ts'
import type { RefusalCode, RefusalDetails } from '../../../shared/refusals.ts'

/**
 * The schemas that the examples of `shared/protocol/README.md` are held to, by the name behind ```json. Those that
 * the server parses with are its own; the others are made of its shapes, and held to its types here.
 */

const importMessage = z.object({ row: z.int(), column: z.string(), message: z.string() })

const seq = z.int()
const status = z.enum(['placed', 'ready', 'fulfilled', 'cancelled'])

const serverMessages = {
  'session:opened': messages.sessionOpened,
  'market:reset': messages.marketReset,
  'market:changed': messages.marketChanged,
  'order:changed': messages.orderChanged,
  'sales:made': messages.salesMade,
  'sales:pace': messages.salesPace,
  'brand:changed': brand,
  'stats:changed': salesStats,
}

const refusalDetails = {
  too_many_requests: z.object({ retryAfterMs: z.int(), limit: z.optional(z.string()) }),
  unauthenticated: z.object({}),
  session_changed: z.object({}),
  forbidden: z.object({}),
  invalid: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })) }),
  id_mismatch: z.object({}),
  busy: z.object({ retryAfterMs: z.int() }),
  unavailable: z.object({ retryAfterMs: z.int() }),
  not_found: z.object({
    productId: z.optional(z.int()),
    orderId: z.optional(z.uuid()),
    shopId: z.optional(z.int()),
  }),
  role_required: z.object({
    shopId: z.int(),
    right: z.enum(Object.keys(shopRights) as ShopRight[]),
    roles: z.array(z.enum(staffRoles)),
  }),
  shop_closed: z.object({ shopId: z.int(), suspended: z.optional(z.literal(true)) }),
  account_required: z.object({ shopId: z.int(), productId: z.int() }),
  conflict: z.object({ product: z.optional(product), shop: z.optional(shop), order: z.optional(order) }),
  last_owner: z.object({}),
  price_changed: z.object({ productId: z.int(), price: z.int() }),
  limit_reached: z.object({ productId: z.int(), limit: z.int(), left: z.int() }),
  out_of_stock: z.object({ productId: z.int(), available: z.int() }),
  too_many_open_orders: z.object({ shopId: z.int(), open: z.int(), max: z.int() }),
  not_cancellable: z.object({ status }),
  not_fulfillable: z.object({ status }),
  wrong_status: z.object({ status }),
  quota_reached: z.object({
    what: z.enum(['products', 'categories', 'images', 'imageBytes', 'invites']),
    max: z.int(),
  }),
  market_full: z.object({
    full: z.enum([
      'orders',
      'ordersEver',
      'products',
      'productsKept',
      'shops',
      'images',
      'imageBytes',
      'accounts',
    ]),
    max: z.int(),
  }),
} satisfies Record<RefusalCode, z.ZodMiniType> & { [Code in keyof RefusalDetails]: z.ZodMiniType }

/** A refusal of each code: itself and what it carries. */
export const refusalSchemas: Record<string, z.ZodMiniType> = Object.fromEntries(
  Object.entries(refusalDetails).map(([code, details]) => [
    code,
    z.extend(details, { code: z.literal(code), message: z.string() }),
  ]),
)

const refusal = z.union(Object.values(refusalSchemas))

const handshake = z.object({
  token: z.optional(z.string()),
  buyerId: z.optional(z.string()),
  handle: z.optional(z.string()),
  protocol: z.optional(z.int()),
  epoch: z.optional(z.string()),
  seq: z.optional(seq),
  watch: z.optional(z.boolean()),
  atLeast: z.optional(z.number()),
  shops: z.optional(z.array(z.int())),
} satisfies { [Field in keyof Required<Handshake>]: z.ZodMiniType })

const ok = z.literal(true)

const others: Record<string, z.ZodMiniType> = {
  'shape shop': shop,
  'shape product': product,
  'shape order': order,
  'shape session': session,
  'shape movement': movement,
  'shape seller movement': sellerMovement,
  handshake,
  connect_error: z.union([
    z.object({ code: z.enum(['unauthenticated', 'session_changed', 'forbidden']) }),
    z.object({ code: z.literal('unsupported_protocol'), min: z.int(), max: z.int() }),
    z.object({ code: z.literal('too_many_requests'), retryAfterMs: z.int() }),
  ]),
  'reply order': z.object({ ok, order, seq }),
  'reply product': z.object({ ok, product, seq }),
  'reply shop': z.object({ ok, shop, seq }),
  'reply session': z.object({ ok, session }),
  'reply orders': z.object({
    ok,
    orders: z.array(order),
    next: z.nullable(z.union([z.string(), seq])),
  }),
  'reply seller orders': z.object({
    ok,
    orders: z.array(order),
    next: z.nullable(z.union([z.string(), seq])),
    networks: z.record(z.string(), z.string()),
  }),
  'reply movements': z.object({ ok, movements: z.array(sellerMovement), next: z.nullable(z.string()) }),
  'reply failed': z.object({ ok: z.literal(false), error: refusal }),
  'feed market:changed': z.extend(messages.marketChanged, { type: z.literal('market:changed') }),
  'http error': z.object({ error: refusal }),
  'http session': z.object({ session, token: z.optional(z.string()) }),
  'reply stats': z.extend(salesStats, { ok }),
  'http sign-up': accounts.signUp,
  'http sign-in': accounts.signIn,
  'http password': accounts.passwordChange,
  'http name': buyerEvents['session:rename'],
  'http data delete': accounts.ownDataDelete,
  'http data': accounts.ownData,
  'http sessions': z.object({
    sessions: z.array(
      z.object({
        id: z.string(),
        current: z.boolean(),
        createdAt: z.int(),
        seenAt: z.int(),
        agent: z.string(),
      } satisfies { [Field in keyof accounts.ListedSession]: z.ZodMiniType }),
    ),
  }),
  'http invite': accounts.inviteCreate,
  'http link': z.object({ url: z.string(), expiresAt: z.int() }),
  'http invite look': accounts.linkLook,
  'http invite accept': accounts.inviteAccept,
  'http staff': z.object({
    staff: z.array(
      z.object({
        id: z.string(),
        email: z.string(),
        name: z.nullable(z.string()),
        role: z.enum(staffRoles),
        current: z.boolean(),
      } satisfies { [Field in keyof ListedStaff]: z.ZodMiniType }),
    ),
    invites: z.array(
      z.object({
        id: z.string(),
        email: z.nullable(z.string()),
        role: z.enum(staffRoles),
        expiresAt: z.int(),
      } satisfies { [Field in keyof ListedStaffInvite]: z.ZodMiniType }),
    ),
  }),
  'http staff invite': staffInvite,
  'http staff change': staffChange,
  'http invite join': inviteJoin,
  'http shop suspend': accounts.shopSuspend,
  'http suspension': z.object({ reason: z.nullable(z.string()) }),
  'http reset': accounts.resetCreate,
  'http reset accept': accounts.resetAccept,
  'http brand': brandSettings,
  'http legal': legalUpdate,
  'http shops': z.object({
    shops: z.array(
      z.object({ shopId: z.int(), email: z.nullable(z.string()), orders: z.int() } satisfies {
        [Field in keyof accounts.ListedShop]: z.ZodMiniType
      }),
    ),
  }),
  'http capacity': z.object({
    bounds: z.array(
      z.object({ name: z.enum(boundNames), used: z.number(), max: z.number() } satisfies {
        [Field in keyof BoundUse]: z.ZodMiniType
      }),
    ),
    shops: z.array(
      z.object({
        shopId: z.int(),
        products: z.int(),
        orders: z.int(),
        images: z.int(),
        imageBytes: z.int(),
        pendingImports: z.int(),
      } satisfies { [Field in keyof ShopUse]: z.ZodMiniType }),
    ),
    quotas: z.object({ products: z.int(), categories: z.int(), images: z.int(), imageBytes: z.int() }),
  }),
  'http not ready': z.object({
    error: z.object({
      code: z.literal('unavailable'),
      message: z.string(),
      retryAfterMs: z.int(),
      reason: z.enum(['stopping', 'journal_failed', 'journal_away', 'disk_full']),
    }),
  }),
  'http image': z.object({ hash: z.string() }),
  'http import check': z.object({
    rows: z.int(),
    errors: z.array(importMessage),
    moreErrors: z.int(),
    notes: z.array(importMessage),
    moreNotes: z.int(),
    changes: z.array(
      z.object({
        row: z.int(),
        kind: z.enum(['create', 'update']),
        productId: z.nullable(z.int()),
        name: z.string(),
        fields: z.record(z.string(), z.object({ from: z.any(), to: z.any() })),
        notes: z.array(z.string()),
      } satisfies { [Field in keyof ImportChange]: z.ZodMiniType }),
    ),
    token: z.nullable(z.string()),
  } satisfies { [Field in keyof ImportCheck]: z.ZodMiniType }),
  'http import apply': importApply,
  'http import done': z.object({ seq, created: z.int(), changed: z.int() }),
  'http page error': pageError,
  'http ledger': z.object({
    productId: z.int(),
    stock: z.int(),
    movements: z.array(movement),
    next: z.nullable(z.string()),
  }),
  'http receipt': z.object({
    order,
    shop,
    currency: z.string(),
    currencyDigits: z.int(),
    name: z.string(),
    tookLast: z.boolean(),
  }),
}

const named = (prefix: string, schemas: Record<string, z.ZodMiniType>): [string, z.ZodMiniType][] =>
  Object.entries(schemas).map(([name, schema]) => [`${prefix} ${name}`, schema])

/** All of them, by name. */
export const pageSchemas = new Map<string, z.ZodMiniType>([
  ...named('buyer', buyerEvents),
  ...named('seller', sellerEvents),
  ...named('server', serverMessages),
  ...named('refusal', refusalSchemas),
  ...Object.entries(others),
])

/** The fields that an object's schema knows. */
export const fieldsOf = (schema: z.ZodMiniType): string[] => {
  if (schema instanceof z.ZodMiniObject) return Object.keys(schema.def.shape)
  throw new TypeError('only objects have fields')
}
