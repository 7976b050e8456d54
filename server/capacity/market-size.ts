import { totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import type { MarketBounds } from '../market/bounds.ts'

/** What the process may use, in bytes. */
export interface Memory {
  /** The machine's, or what its container is limited to. */
  totalBytes: number
  /** V8's heap, as `--max-old-space-size` sets it. */
  heapBytes: number
}

/**
 * What an order takes that is worst in this respect: placed by a guest who orders nothing else, and cancelled. Measured
 * with 1,000,000 of them: 560 bytes, 300 of them in the heap. An order of a buyer who comes again takes 200.
 */
const orderBytes = { total: 600, heap: 320 }
/** Orders may fill this share of the memory; the rest is for clients, snapshots and everything else. */
const shareOfOrders = 0.5
const ordersEverLeast = 100_000
/** Beyond so many, no table of theirs was tried. */
export const ordersEverLimit = 50_000_000

/** The memory of this process. */
export function memoryOfProcess(): Memory {
  const constrained = process.constrainedMemory()
  const total = totalmem()
  return {
    totalBytes: constrained > 0 ? Math.min(constrained, total) : total,
    heapBytes: getHeapStatistics().heap_size_limit,
  }
}

/**
 * How many orders fit into the memory: those ever placed, and two thirds of them that are not cancelled, so that
 * cancelled orders have room of their own.
 */
export function ordersThatFit({
  totalBytes,
  heapBytes,
}: Memory): Pick<MarketBounds, 'ordersMax' | 'ordersEverMax'> {
  const fitting = shareOfOrders * Math.min(totalBytes / orderBytes.total, heapBytes / orderBytes.heap)
  const ever = Math.floor(Math.min(ordersEverLimit, Math.max(ordersEverLeast, fitting)))
  return { ordersMax: Math.floor((ever * 2) / 3), ordersEverMax: ever }
}
