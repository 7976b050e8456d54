import type { Entry, Event, OrderEvent } from '../market/event.ts'
import type { Market } from '../market/market.ts'
import { effects, isOrderEvent } from '../market/order-effects.ts'

/** The ids that an entry touched. A message takes the values at the time it is made. */
export interface ChangeSet {
  readonly seq: number
  /** Products of which more than the stock changed. */
  readonly edited: readonly number[]
  /** The same, for products that were hidden before and still are: most audiences get nothing of it. */
  readonly unseen: readonly number[]
  /** Products of which only the stock changed. */
  readonly moved: readonly number[]
  readonly shops: readonly number[]
  readonly orders: readonly string[]
}

const none: readonly never[] = []

/** The change set of `entry`. Pure; `market` must be at or after the entry. */
export function changeSetOf(entry: Entry, market: Market): ChangeSet {
  if (entry.events.length === 1) return changesOfEvent(entry.events[0]!, entry.seq, market)
  const all = entry.events.map((event) => changesOfEvent(event, entry.seq, market))
  return {
    seq: entry.seq,
    edited: all.flatMap((changeSet) => changeSet.edited),
    unseen: all.flatMap((changeSet) => changeSet.unseen),
    moved: all.flatMap((changeSet) => changeSet.moved),
    shops: all.flatMap((changeSet) => changeSet.shops),
    orders: all.flatMap((changeSet) => changeSet.orders),
  }
}

function changesOfEvent(event: Event, seq: number, market: Market): ChangeSet {
  const untouched: ChangeSet = { seq, edited: none, unseen: none, moved: none, shops: none, orders: none }
  switch (event.type) {
    case 'product:restocked':
    case 'product:counted':
      return { ...untouched, moved: [event.productId] }
    case 'product:created':
      return { ...untouched, [event.status === 'hidden' ? 'unseen' : 'edited']: [event.productId] }
    case 'product:edited':
    case 'product:deleted':
    case 'product:restored': {
      const changesStatus = event.type === 'product:edited' && event.changes.status !== undefined
      const isHidden = market.products.get(event.productId)?.status === 'hidden'
      return { ...untouched, [isHidden && !changesStatus ? 'unseen' : 'edited']: [event.productId] }
    }
    case 'shop:opened':
    case 'shop:edited':
    case 'shop:suspended':
    case 'shop:restored':
    case 'shop:reopened':
      return { ...untouched, shops: [event.shopId] }
    case 'buyer:merged':
      return { ...untouched, orders: ordersMergedAt(market, event.to, seq) }
    case 'market:opened':
    case 'market:restored':
      return untouched
    default:
      return isOrderEvent(event) ? marksOfOrder(untouched, event, market) : unknownEvent(event)
  }
}

function marksOfOrder(untouched: ChangeSet, event: OrderEvent, market: Market): ChangeSet {
  const { lines } =
    event.type === 'order:placed' ? event : (market.orders.get(event.orderId) ?? { lines: none })
  const moved = effects[event.type].standing === 0 ? none : lines.map((line) => line.productId)
  return { ...untouched, moved, orders: [event.orderId] }
}

/** The orders that were merged at a sign-in: the last ones in the buyer's log. */
function ordersMergedAt(market: Market, buyerId: string, seq: number): string[] {
  const log = market.ordersOfBuyer.of(buyerId)
  const merged: string[] = []
  for (let index = log.length - 1; index >= 0 && log.seqAt(index) >= seq; index -= 1) {
    if (log.seqAt(index) === seq) merged.push(market.orders.at(log.rowAt(index)).id)
  }
  return merged
}

function unknownEvent(event: never): never {
  throw new Error(`an event that nobody broadcasts: ${JSON.stringify(event)}`)
}
