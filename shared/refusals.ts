import type { Order, Product, Shop } from './protocol/shapes.ts'

/**
 * Every code that a client can be answered with, in order of precedence (the first that applies is the one
 * that is given), each with a sentence that a person can read. Clients may show their own words.
 */
export const refusalSentences = {
  too_many_requests: 'Too many requests from here. Please wait a moment.',
  unauthenticated: 'This needs a session, and none came along.',
  session_changed: 'This page was opened as someone else. Reload it.',
  forbidden: 'This is not for your role.',
  invalid: 'Invalid input.',
  id_mismatch: 'This id was used before, by another or for something else.',
  busy: 'The market is busy. Please try again in a moment.',
  unavailable: 'The market takes no orders right now. Please try again in a moment.',
  not_found: 'There is no such thing, or it is not yours.',
  shop_closed: 'This shop is closed.',
  account_required: 'This is sold to buyers with an account only. Please sign in.',
  conflict: 'It was changed since you saw it.',
  price_changed: 'The price has changed.',
  limit_reached: 'That is more than one buyer may have.',
  out_of_stock: 'There are not that many left.',
  too_many_open_orders: 'You have too many orders waiting here. Pick some up or cancel some first.',
  not_cancellable: 'This order can no longer be cancelled.',
  not_fulfillable: 'This order can no longer be handed over.',
  wrong_status: 'The order’s status does not allow this.',
  quota_reached: 'The shop has as much of this as it may have.',
  market_full: 'The market is full.',
} as const

export type RefusalCode = keyof typeof refusalSentences

/** What each code carries besides itself; codes that are not named here carry nothing. */
export interface RefusalDetails {
  invalid: { issues: Issue[] }
  too_many_requests: { retryAfterMs: number; limit?: string }
  busy: { retryAfterMs: number }
  unavailable: { retryAfterMs: number }
  not_found: { productId?: number; orderId?: string; shopId?: number }
  /** `suspended` is there, and true, where the operator suspended the shop. */
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
  /** What there is too much of, and how much there may be: of one shop, or of the operator's invitations. */
  quota_reached: { what: Quota; max: number }
  market_full: { full: FullOf; max: number }
}

/** What a shop may have only so much of. */
export type Quota = 'products' | 'categories' | 'images' | 'imageBytes' | 'invites'

/** What a market can have as many of as it may have, each with the words for it. */
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

/** Where in a payload something was wrong, and what. */
export interface Issue {
  path: string
  message: string
}

type DetailsOf<Code extends RefusalCode> = Code extends keyof RefusalDetails ? RefusalDetails[Code] : unknown

/** A refusal as it stands on the wire: `{code, message}` and what the code carries. */
export type Refusal = {
  [Code in RefusalCode]: { code: Code; message: string } & DetailsOf<Code>
}[RefusalCode]

export type RefusalOf<Code extends RefusalCode> = Extract<Refusal, { code: Code }>

/**
 * Makes a refusal of a code and what it carries; `message` replaces the code's own sentence.
 * The type holds each code to its details.
 */
export function refuse<Code extends RefusalCode>(
  code: Code,
  ...[details, message]: Code extends keyof RefusalDetails
    ? [details: RefusalDetails[Code], message?: string]
    : [details?: undefined, message?: string]
): RefusalOf<Code> {
  return { code, message: message ?? refusalSentences[code], ...details } as RefusalOf<Code>
}

/** `market_full`, with a message that says what there is too much of. */
export const marketFull = (full: FullOf, max: number): RefusalOf<'market_full'> =>
  refuse('market_full', { full, max }, `${refusalSentences.market_full} It can hold ${max} ${fullOf[full]}.`)

/** Refusals that mean "not known yet": the same id is to be sent again. All others are final for their id. */
export const isTransient = (code: string): boolean =>
  code === 'too_many_requests' || code === 'busy' || code === 'unavailable'
