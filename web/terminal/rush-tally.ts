import type { Order } from '../../shared/protocol/shapes.ts'
import type { Ended } from '../store/send-until-known.ts'

/** The outcomes of all the crowd's commands. */
export class RushTally {
  orders = 0
  units = 0
  cancelled = 0
  /** Commands whose outcome was still unknown at the end. */
  unknown = 0
  /** Commands that had to be sent again before their outcome was known. */
  repeated = 0
  readonly refusals = new Map<string, number>()
  readonly replyMs: number[] = []
  /** Units by product of all orders that were placed, whether or not they were cancelled later. */
  readonly soldUnits = new Map<number, number>()

  /** Records how a command ended, how long its buyer waited, and after how many tries. */
  note(kind: 'buy' | 'cancel', ended: Ended<{ order: Order }>, waitedMs: number, tries: number): void {
    if (tries > 1) this.repeated += 1
    if (ended.kind === 'given-up') this.unknown += 1
    else this.replyMs.push(waitedMs)
    if (ended.kind === 'refused') this.#count(this.refusals, ended.refusal.code, 1)
    if (ended.kind !== 'ok') return
    if (kind === 'cancel') this.cancelled += 1
    else this.#sold(ended.reply.order)
  }

  #sold({ lines }: Order): void {
    this.orders += 1
    for (const { productId, quantity } of lines) {
      this.units += quantity
      this.#count(this.soldUnits, productId, quantity)
    }
  }

  #count<Key>(counts: Map<Key, number>, key: Key, by: number): void {
    counts.set(key, (counts.get(key) ?? 0) + by)
  }
}

/** The value that `share` of all values do not exceed (0.99: the 99th percentile); 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
