/** By their numbers in a row. */
export const statuses = ['placed', 'fulfilled', 'cancelled'] as const
export const cancellers = [null, 'buyer', 'seller'] as const

/** How many words a line has: product, quantity, price, and the number of the name. */
export const wordsOfFlatLine = 4

/**
 * An order in numbers alone, as rows have it: what starts and snapshots read, one after the other in the same object,
 * as an `OrderState` for each would be thrown away at once.
 */
export class FlatOrder {
  /** Four words. */
  readonly id = new Uint32Array(4)
  number = 0
  place = 0
  shopId = 0
  /** The buyer's number. */
  buyer = 0
  /** The pickup code's number. */
  pickup = 0
  status = 0
  cancelledBy = 0
  lineCount = 0
  /** The lines one behind the other, {@link wordsOfFlatLine} each; what stands behind the last is of others. */
  readonly lines: number[] = []
  reason: string | null = null
  total = 0
  placedAt = 0
  /** NaN for a time that is not yet. */
  fulfilledAt = Number.NaN
  cancelledAt = Number.NaN
  seq = 0
  changedSeq = 0
}
