import type { OrderState } from '../market/order.ts'
import type { MovementPart, OrderException, OrderPart } from './snapshot-form.ts'

const newline = 0x0a
const quote = 0x22
const listStart = '"orders":[\n'
const listEnd = '\n]'

/** How many bytes of rows are parsed at once: few enough that they are garbage before the collector would copy them. */
const runBytes = 128 * 1024

/** A part of orders: what is excepted, and the orders as they are read, some at a time. */
export interface ReadOrders {
  exceptions: readonly OrderException[]
  runs: Iterable<readonly OrderState[]>
}

/** Reads a file of orders, one per line. This or a run throws when it is not JSON. */
export function readOrders(bytes: Buffer): ReadOrders {
  const marker = bytes.indexOf(listStart)
  const end = bytes.indexOf(listEnd, marker)
  if (marker === -1 || end === -1) {
    const { orders, exceptions }: OrderPart = JSON.parse(bytes.toString())
    return { exceptions, runs: [orders] }
  }
  const start = marker + listStart.length
  // No user's text can look like the beginning or the end of a list: JSON strings contain no line breaks.
  const { exceptions }: OrderPart = JSON.parse(bytes.toString('utf8', 0, start) + bytes.toString('utf8', end))
  return { exceptions, runs: runsIn(bytes, start, end) }
}

function* runsIn(bytes: Buffer, start: number, end: number): Generator<OrderState[], void, undefined> {
  for (let at = start; at < end; ) {
    const lineEnd = at + runBytes < end ? bytes.indexOf(newline, at + runBytes) : end
    const rowsEnd = lineEnd < end ? lineEnd - 1 : end
    yield JSON.parse(`[${bytes.toString('utf8', at, rowsEnd)}]`)
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

export const readMovements = (bytes: Buffer): MovementPart['movements'] =>
  JSON.parse(bytes.toString()).movements
