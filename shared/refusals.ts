import type { ShopRight, StaffRole } from './catalog/staff.ts'
import type { Order, Product, Shop } from './protocol/shapes.ts'

/** All refusal codes in order of precedence, each with a sentence for people. Clients may show their own text. */
export const refusalSentences = {
  too_many_requests: 'Too many requests. Please wait a moment.',
  unauthenticated: 'There is no session. Please reload the page or sign in.',
  session_changed: 'Someone else signed in or out in this browser. Please reload the page.',
  forbidden: 'You don’t have access to this.',
  invalid: 'Invalid input.',
  id_mismatch: 'This id was already used for another command.',
  busy: 'The market is busy. Please try again in a moment.',
  unavailable: 'The market is paused right now. Please try again in a moment.',
  not_found: 'Not found.',
  role_required: 'Your role in this shop doesn’t allow this.',
  shop_closed: 'This shop is closed.',
  account_required: 'You need an account to order this. Please sign in.',
  conflict: 'This has changed since you opened it.',
  last_owner: 'A shop needs an owner: make someone else an owner first.',
  price_changed: 'The price has changed.',
  limit_reached: 'That’s over the limit per customer.',
  out_of_stock: 'Not enough left in stock.',
  too_many_open_orders: 'You have too many orders waiting at this shop. Pick some up or cancel some first.',
  not_cancellable: 'This order can no longer be cancelled.',
  not_fulfillable: 'This order can no longer be handed over.',
  wrong_status: 'The order’s status doesn’t allow this.',
  quota_reached: 'The shop has reached its limit for this.',
  market_full: 'The market is full.',
} as const

export type RefusalCode = keyof typeof refusalSentences

/** The details of each code; codes that are not named here have none. */
export interface RefusalDetails {
  invalid: { issues: Issue[] }
  too_many_requests: { retryAfterMs: number; limit?: string }
  busy: { retryAfterMs: number }
  unavailable: { retryAfterMs: number }
  not_found: { productId?: number; orderId?: string; shopId?: number }
  /** What the sender may not do in this shop, and the roles that may. */
  role_required: { shopId: number; right: ShopRight; roles: readonly StaffRole[] }
  /** `suspended` is present, and true, if the operator suspended the shop. */
  shop_closed: { shopId: number; suspended?: true }
  account_required: { shopId: number; productId: number }
  conflict: { product?: Product; shop?: Shop; order?: Order }
  price_changed: { productId: number; price: number }
  limit_reached: { productId: number; limit: number; left: number }
  out_of_stock: { productId: number; available: number }
  too_many_open_orders: { shopId: number; open: number; max: number }
  not_cancellable: { status: Order['status'] }
  not_fulfillable: { status: Order['status'] }
  wrong_status: { status: Order['status'] }
  /** Which limit was reached: of one shop, of the operator's invitations, or of the shops that a person works in. */
  quota_reached: { what: Quota; max: number }
  market_full: { full: FullOf; max: number }
}

/** What is limited per shop. */
export type Quota = 'products' | 'categories' | 'images' | 'imageBytes' | 'invites' | 'staff' | 'jobs'

/** What is limited per market, and its name in a message. */
const fullOf = {
  orders: 'orders that are not cancelled',
  ordersEver: 'orders, cancelled ones included',
  products: 'products',
  productsKept: 'products, deleted ones included',
  shops: 'shops',
  images: 'pictures',
  imageBytes: 'bytes of pictures',
  accounts: 'accounts',
} as const
export type FullOf = keyof typeof fullOf

/** What is wrong in a payload, and where. */
export interface Issue {
  path: string
  message: string
}

type DetailsOf<Code extends RefusalCode> = Code extends keyof RefusalDetails ? RefusalDetails[Code] : unknown

/** A refusal as it is sent: `{code, message}` and the code's details. */
export type Refusal = {
  [Code in RefusalCode]: { code: Code; message: string } & DetailsOf<Code>
}[RefusalCode]

export type RefusalOf<Code extends RefusalCode> = Extract<Refusal, { code: Code }>

/** Makes a refusal from a code and its details. `message` replaces the code's own sentence. */
export function refuse<Code extends RefusalCode>(
  code: Code,
  ...[details, message]: Code extends keyof RefusalDetails
    ? [details: RefusalDetails[Code], message?: string]
    : [details?: undefined, message?: string]
): RefusalOf<Code> {
  return { code, message: message ?? refusalSentences[code], ...details } as RefusalOf<Code>
}

/** `invalid`, for a payload that does not match its schema: zod's first issues, by path. */
export const refuseIssues = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }) =>
  refuse('invalid', {
    issues: error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })),
  })

/** `market_full`, with a message that names the limit. */
export const marketFull = (full: FullOf, max: number): RefusalOf<'market_full'> =>
  refuse('market_full', { full, max }, `${refusalSentences.market_full} It can hold ${max} ${fullOf[full]}.`)

/** Whether the same id may be sent again. All other refusals are final for their id. */
export const isTransient = (code: string): boolean =>
  code === 'too_many_requests' || code === 'busy' || code === 'unavailable'
