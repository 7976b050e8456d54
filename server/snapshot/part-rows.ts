import type { OrderState } from '../market/order.ts'
import type { OrderException, OrderPart } from './snapshot-form.ts'

const newline = 0x0a
const quote = 0x22
const listStart = '"orders":[\n'
const listEnd = '\n]'

/** Receives a part of orders as it is read. */
export interface OrderTaker {
  /** Comes first. */
  exceptions(exceptions: readonly OrderException[]): void
  /** The next orders. */
  orders(orders: readonly OrderState[]): void
}

/** How many bytes of rows are parsed at once: few enough that they are garbage before the collector would copy them. */
const runBytes = 128 * 1024

/**
 * Reads a file of orders, one per line, some at a time. Throws when it is not JSON, after handing over what comes before.
 */
export function readOrders(bytes: Buffer, taker: OrderTaker): void {
  const marker = bytes.indexOf(listStart)
  const end = bytes.indexOf(listEnd, marker)
  if (marker === -1 || end === -1) {
    const { orders, exceptions }: OrderPart = JSON.parse(bytes.toString())
    taker.exceptions(exceptions)
    return taker.orders(orders)
  }
  const start = marker + listStart.length
  // No user's text can look like the beginning or the end of a list: JSON strings contain no line breaks.
  const { exceptions }: OrderPart = JSON.parse(bytes.toString('utf8', 0, start) + bytes.toString('utf8', end))
  taker.exceptions(exceptions)
  for (let at = start; at < end; ) {
    const lineEnd = at + runBytes < end ? bytes.indexOf(newline, at + runBytes) : end
    const rowsEnd = lineEnd < end ? lineEnd - 1 : end
    taker.orders(JSON.parse(`[${bytes.toString('utf8', at, rowsEnd)}]`))
    at = lineEnd + 1
  }
}

const rowStart = Buffer.from('\n{"id":"')

/** The ids of a part's orders; none if the part does not have one line per order. */
export function* orderIdsIn(bytes: Buffer): Generator<string, void, undefined> {
  for (let at = bytes.indexOf(rowStart); at !== -1; at = bytes.indexOf(rowStart, at)) {
    at += rowStart.length
    yield bytes.toString('latin1', at, bytes.indexOf(quote, at))
  }
}
