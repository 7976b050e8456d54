import type { RefusalCode } from '../../../shared/refusals.ts'

/** Why the market refused something, by the refusal's code. */
export const refusals: Record<RefusalCode, string> = {
  too_many_requests: 'Too many attempts.',
  unauthenticated: 'You’re no longer signed in. Reload the page, or sign in again.',
  session_changed: 'Someone else signed in or out in this browser. Reload the page.',
  forbidden: 'You don’t have access to this.',
  invalid: 'Something you entered isn’t right. Check it and try again.',
  id_mismatch: 'This was already sent with something else in it. Reload the page and try again.',
  busy: 'The market is busy. Try again in a moment.',
  unavailable: 'The market is paused right now. Try again in a moment.',
  not_found: 'This no longer exists.',
  shop_closed: 'This shop is closed.',
  account_required: 'You need an account to order this.',
  conflict: 'This has changed since you opened it.',
  price_changed: 'The price has changed.',
  limit_reached: 'That’s over the limit per customer.',
  out_of_stock: 'There isn’t enough left in stock.',
  too_many_open_orders: 'You have too many orders waiting at this shop. Collect or cancel some first.',
  not_cancellable: 'This order can no longer be cancelled.',
  not_fulfillable: 'This order can no longer be handed over.',
  wrong_status: 'This isn’t possible any more: the order has changed.',
  quota_reached: 'This shop has reached its limit.',
  role_required: 'Your role in this shop doesn’t allow this.',
  last_owner: 'A shop needs an owner: make someone else one first.',
  market_full: 'The market is full and can’t take any more right now.',
}
