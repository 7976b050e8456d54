import type { OrderChanges } from '../market/market.ts'
import type { OrderState } from '../market/order.ts'
import type { DurableMarket } from './durable-market.ts'

/** A page of a list, and the cursor of the next page; null at the end. */
export interface Page<Item, Cursor> {
  items: Item[]
  next: Cursor | null
}

/** Limits of a page: `limit` items, found among at most `scannedMax`. */
interface Bounds {
  limit: number
  scannedMax: number
}

/**
 * Orders of a log placed before the seq `before`, newest first. The log has every change of an order; the
 * order is listed at its placing. Costs in proportion to the changes scanned: a page that finds little within
 * `scannedMax` continues at `next`.
 */
export function newestOrders(
  market: DurableMarket,
  log: OrderChanges,
  before: number,
  { limit, scannedMax }: Bounds,
  matches: (order: OrderState) => boolean = () => true,
): Page<OrderState, number> {
  const items: OrderState[] = []
  let index = firstAtOrAfter(log, before) - 1
  for (let scanned = 0; index >= 0 && scanned < scannedMax; scanned += 1, index -= 1) {
    const seq = log.seqAt(index)
    const order = market.orders.at(log.rowAt(index))
    if (order.seq !== seq || !matches(order)) continue
    items.push(order)
    if (items.length === limit) return { items, next: index > 0 ? seq : null }
  }
  return { items, next: index >= 0 ? log.seqAt(index + 1) : null }
}

/**
 * Orders of a log that changed after the seq `after`, oldest change first, each once in its current state. A
 * seq is never split, so a page may exceed `limit` if one entry changed many orders.
 */
export function changedOrders(
  market: DurableMarket,
  log: OrderChanges,
  after: number,
  { limit, scannedMax }: Bounds,
  matches: (order: OrderState) => boolean = () => true,
): Page<OrderState, number> {
  const items: OrderState[] = []
  let last = after
  for (
    let index = firstAtOrAfter(log, after + 1), scanned = 0;
    index < log.length;
    index += 1, scanned += 1
  ) {
    const seq = log.seqAt(index)
    if (seq !== last && (items.length >= limit || scanned >= scannedMax)) return { items, next: last }
    last = seq
    const order = market.orders.at(log.rowAt(index))
    if (order.changedSeq === seq && matches(order)) items.push(order)
  }
  return { items, next: null }
}

/** The index of the first item with at least this seq: a binary search. */
function firstAtOrAfter(log: OrderChanges, seq: number): number {
  let low = 0
  let high = log.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (log.seqAt(middle) < seq) low = middle + 1
    else high = middle
  }
  return low
}
