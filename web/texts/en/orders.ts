import { grouped } from '../../ui/plurals.ts'
import { refusals } from './refusals.ts'

/** Buyers' texts about products, carts and orders, which the first page does not load. */
export const orders = {
  refusals,
  product: {
    ledger: 'Stock history',
    ledgerHelp: 'Every change to the stock, with nothing left out. Buyers stay anonymous.',
    ledgerSums: {
      listed: 'Started with',
      restocked: 'Restocked',
      returned: 'Returned',
      sold: 'Sold',
      removed: 'Removed',
    },
    ledgerLeft: 'Left',
    ledgerLatest: 'Latest changes',
    ledgerFailed: 'Couldn’t load the stock history.',
    ledgerLong: (count: number) => `The first ${grouped(count)} changes; there are more.`,
    moved: {
      listed: (count: number) => `${grouped(count)} listed`,
      restocked: (count: number) => `${grouped(count)} restocked`,
      returned: (count: number) => `${grouped(count)} returned`,
      sold: (count: number) => `${grouped(count)} sold`,
      removed: (count: number) => `${grouped(count)} removed`,
    },
    by: 'Sold by',
    more: (shop: string) => `More from ${shop}`,
    boughtBefore: 'You’ve ordered this before',
    notFoundTitle: 'Product not found',
    notFoundHelp: 'It may no longer be for sale, or the link is wrong.',
  },

  shopPage: {
    closed: 'Closed right now. Browse now, order when it reopens.',
    closedUntil: (when: string) => `Closed right now. It opens again: ${when}.`,
    suspended: 'This shop isn’t taking orders at the moment.',
    notFoundTitle: 'Shop not found',
    notFoundHelp: 'It may have closed, or the link is wrong.',
  },

  carts: {
    title: 'Your cart',
    doneTitle: 'Orders placed',
    emptyTitle: 'Your cart is empty',
    emptyHelp: 'Add items from any shop. You’ll get one order per shop.',
    remove: (name: string) => `Remove ${name}`,
    removed: (name: string) => `${name} removed from your cart.`,
    quantityOf: (name: string) => `Quantity of ${name}`,
    orders: (count: number) => `${grouped(count)} separate orders, one per shop.`,
    leftOut: 'Unavailable items won’t be ordered.',
    nothing: 'None of these items can be ordered right now.',
    back: 'Still in your cart',
    sending: 'Ordering…',
  },

  outcome: {
    sendingTitle: 'Placing your order',
    sending: 'One moment…',
    unknownTitle: 'Checking your order',
    findingOut:
      'The connection dropped. We’re checking whether your order went through; you can’t end up with two.',
    unknownHelp:
      'You can close this page: we’ll show the result as soon as we know. Please don’t order again.',
    marketBusy: 'It’s busy right now. We’re still trying to place your order.',
    boughtTitle: 'You got it',
    refusedTitle: 'Sorry, just missed it',
    nothingOrdered: 'Your order wasn’t placed.',
    takenTitle: 'Already sent',
    taken:
      'Someone else signed in on this device already sent this order. Check their orders before trying again.',
    restored:
      'The market was restored from a backup, so this wasn’t ordered. Check the product and order it again.',
    lapsedTitle: 'Order not placed',
    lapsed: 'We couldn’t reach the market in time, so your order wasn’t placed.',
    again: 'Try again',
    lastOne: (count: number) =>
      count === 1 ? 'You got the last one!' : `You got the last ${grouped(count)}!`,
    done: 'Done',
    toOrders: 'My orders',
    toMarket: 'Keep shopping',
    soldOut: (name: string) => `${name} is sold out.`,
    someLeft: (name: string, count: number) => `Only ${grouped(count)} of ${name} left.`,
    take: (count: number, total: string) => `Get the last ${grouped(count)} for ${total}`,
    takeOne: (total: string) => `Get the last one for ${total}`,
    priceChanged: (name: string, before: string, now: string) => `${name} now costs ${now}, not ${before}.`,
    acceptPrice: (total: string) => `Reserve at ${total}`,
    limit: (name: string, limit: number) => `${name} is limited to ${grouped(limit)} per customer.`,
    takeAllowed: (count: number, total: string) => `Get ${grouped(count)} (your limit) for ${total}`,
    limitUsedUp: 'You already have them.',
    shopClosed: (shop: string) => `${shop} has just closed.`,
    accountRequired: (name: string) => `You need an account to order ${name}.`,
    gone: (name: string) => `${name} is no longer available.`,
    alsoAt: (shop: string) => `More from ${shop}`,
    allOf: (shop: string) => `See everything from ${shop}`,
    announceBought: (name: string, code: string) =>
      `You got ${name}. Your pickup code is ${code.split('').join(' ')}.`,
    announceRefused: (why: string) => `${why} Your order wasn’t placed.`,
  },

  news: {
    ready: (name: string, code: string) => `${name} is ready for pickup. Your code is ${code}.`,
    cancelled: (shop: string, name: string, reason: string) =>
      `${shop} cancelled your order of ${name}${reason ? `: ${reason}` : ''}. You don’t pay anything.`,
    expired: (name: string) => `Your order of ${name} expired, as it wasn’t collected in time.`,
    pickedUp: (name: string) => `${name} was picked up.`,
    changed: (name: string) => `Your order of ${name} has changed.`,
    pickup: (shop: string) => `${shop} has changed its pickup details.`,
    show: 'Show your ticket',
  },

  notKept: {
    before:
      'This browser doesn’t keep cookies for this site, so your orders disappear when you close this page. After ordering, copy the receipt’s link.',
    after:
      'This browser doesn’t keep cookies for this site. Copy this receipt’s link now: without it you can’t get back to your order once this page is closed.',
  },

  order: {
    number: (number: number) => `Order\u00a0${number}`,
    code: 'Pickup code',
    qr: (code: string) => `QR code of the pickup code ${code}, for the shop to scan`,
    free: 'Nothing to pay',
    calledFor: (name: string) => `Pickup name: ${name}`,
    share: 'Share',
    copy: 'Copy link',
    copied: 'Copied',
    copyByHand: 'Copy this link',
    print: 'Print',
    directions: 'Directions',
    again: 'Order again',
    againNothing: 'None of these can be ordered right now.',
    calendar: 'Add to calendar',
    calendarTitle: (number: number, shop: string) => `Pick up order ${number} at ${shop}`,
    calendarText: (code: string, name: string) => `Pickup code ${code}, for ${name}.`,
    calendarWhen: 'When will you pick it up?',
    calendarHelp: 'The shop hasn’t set an exact time. Check its pickup details.',
    calendarSave: 'Save to calendar',
    calendarPast: 'Choose a time in the future.',
    cancel: 'Cancel order',
    cancelTitle: 'Cancel this order?',
    cancelHelp: 'Your items go back on sale right away, and someone else may buy them.',
    cancelKeep: 'Keep order',
    cancelled: 'Your order is cancelled.',
    cancelRefused: 'This order can no longer be cancelled.',
    cancelledBy: {
      buyer: 'You cancelled this order.',
      seller: 'The shop cancelled this order.',
      market: 'This order expired: it wasn’t collected in time.',
    },
    collectBy: (when: string) => `Collect it by ${when}`,
    because: (reason: string) => `Reason: ${reason}`,
    emptyTitle: 'No orders yet',
    emptyHelp: 'Your orders and pickup codes will show up here.',
    current: 'Current orders',
    past: 'Past orders',
    offline: 'Your orders will appear as soon as you’re connected.',
    notFoundTitle: 'Receipt not found',
    notFoundHelp: 'The link may be cut off or wrong. Orders made in this browser are under My orders.',
    unreachable: 'Couldn’t load this receipt. Retrying…',
    shareTitle: (number: number, shop: string) => `Order ${number} at ${shop}`,
  },
}

export type OrderTexts = typeof orders
