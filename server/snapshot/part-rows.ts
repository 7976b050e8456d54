import type { OrderState } from '../market/order.ts'
import type { OrderPart } from './snapshot-form.ts'

const newline = 0x0a
const listStart = '"orders":[\n'
const listEnd = '\n]'

/** A part of orders of which the orders are parsed when they are asked for, some hundred at a time. */
export interface OrderRuns {
  exceptions: OrderPart['exceptions']
  runs: Iterable<OrderState[]>
}

/**
 * Reads a file of orders, which has a line for each, run by run: what is parsed is gone before the collector would
 * copy it, and of a whole file it copies everything, twice. A run has at least `runBytesMin` and one order. Throws
 * when it is not JSON, at once or at a run.
 */
export function orderRunsOf(bytes: Buffer, runBytesMin = 128 * 1024): OrderRuns {
  const marker = bytes.indexOf(listStart)
  const end = bytes.indexOf(listEnd, marker)
  if (marker === -1 || end === -1) {
    const { orders, exceptions }: OrderPart = JSON.parse(bytes.toString())
    return { exceptions, runs: [orders] }
  }
  const start = marker + listStart.length
  // No text of a user's can look like the beginning or the end of a list: in JSON a line break has no place in it.
  const { exceptions }: OrderPart = JSON.parse(bytes.toString('utf8', 0, start) + bytes.toString('utf8', end))
  return { exceptions, runs: runsBetween(bytes, start, end, runBytesMin) }
}

function* runsBetween(
  bytes: Buffer,
  start: number,
  end: number,
  runBytesMin: number,
): Generator<OrderState[]> {
  for (let at = start; at < end; ) {
    const lineEnd = at + runBytesMin < end ? bytes.indexOf(newline, at + runBytesMin) : end
    // All lines but the last end with a comma.
    const rowsEnd = lineEnd < end ? lineEnd - 1 : end
    yield JSON.parse(`[${bytes.toString('utf8', at, rowsEnd)}]`)
    at = lineEnd + 1
  }
}
