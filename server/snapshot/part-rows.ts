import type { FlatOrder } from '../market/flat-order.ts'
import type { OrderState } from '../market/order.ts'
import type { FlatRowReader } from './flat-row.ts'
import type { OrderException, OrderPart } from './snapshot-form.ts'

const newline = 0x0a
const comma = 0x2c
const quote = 0x22
const listStart = '"orders":[\n'
const listEnd = '\n]'

/** Takes a part of orders as it is read. */
export interface OrderTaker {
  /** Comes first. */
  exceptions(exceptions: readonly OrderException[]): void
  /** The next order, which is another's after the call; false when it must come as an object instead. */
  flat(order: FlatOrder): boolean
  /** The next orders. */
  orders(orders: readonly OrderState[]): void
}

/** How many bytes of rows are parsed at once: where one row is not plain the next may be, and where many are not, few are. */
const parsedBytes = { least: 1, most: 128 * 1024 }

/**
 * Reads a file of orders, which has a line for each: row by row, of which most are plain, or else some at a time, so
 * that what is parsed is gone before the collector would copy it. Throws when it is not JSON, after it took what comes
 * before that.
 */
export function readOrders(bytes: Buffer, reader: FlatRowReader, taker: OrderTaker): void {
  const marker = bytes.indexOf(listStart)
  const end = bytes.indexOf(listEnd, marker)
  if (marker === -1 || end === -1) {
    const { orders, exceptions }: OrderPart = JSON.parse(bytes.toString())
    taker.exceptions(exceptions)
    return taker.orders(orders)
  }
  const start = marker + listStart.length
  // No text of a user's can look like the beginning or the end of a list: in JSON a line break has no place in it.
  const { exceptions }: OrderPart = JSON.parse(bytes.toString('utf8', 0, start) + bytes.toString('utf8', end))
  taker.exceptions(exceptions)
  let runBytes = parsedBytes.least
  for (let at = start; at < end; ) {
    const rowEnd = reader.read(bytes, at)
    if (endsRow(bytes, rowEnd, end) && taker.flat(reader.order)) {
      at = rowEnd === end ? end : rowEnd + 2
      runBytes = parsedBytes.least
    } else {
      at = parseRows(bytes, at, end, runBytes, taker)
      runBytes = Math.min(runBytes * 2, parsedBytes.most)
    }
  }
}

/** All rows but the last end with a comma. */
const endsRow = (bytes: Buffer, at: number, end: number): boolean =>
  at === end || (at !== -1 && bytes[at] === comma && bytes[at + 1] === newline)

/** Parses at least one row, and this many bytes; returns where the next begins. */
function parseRows(bytes: Buffer, at: number, end: number, runBytes: number, taker: OrderTaker): number {
  const lineEnd = at + runBytes < end ? bytes.indexOf(newline, at + runBytes) : end
  const rowsEnd = lineEnd < end ? lineEnd - 1 : end
  taker.orders(JSON.parse(`[${bytes.toString('utf8', at, rowsEnd)}]`))
  return lineEnd + 1
}

const rowStart = Buffer.from('\n{"id":"')

/** The ids of a part's orders, as they stand there; of one that does not have a line for each, none. */
export function* orderIdsIn(bytes: Buffer): Generator<string, void, undefined> {
  for (let at = bytes.indexOf(rowStart); at !== -1; at = bytes.indexOf(rowStart, at)) {
    at += rowStart.length
    yield bytes.toString('latin1', at, bytes.indexOf(quote, at))
  }
}
