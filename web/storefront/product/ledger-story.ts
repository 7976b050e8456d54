import type { Movement } from '../../../shared/protocol/shapes.ts'

type Kind = Movement['kind']

/** The ledger as a sum: what came in, what went out, and what that leaves. */
export interface LedgerStory {
  /** Only kinds that occurred, in the order of the arithmetic. */
  sums: readonly { kind: Kind; sign: '+' | '−'; quantity: number }[]
  /** What is left: equal to the stock if all movements were loaded. */
  left: number
  /** The newest first. */
  latest: readonly Movement[]
}

const order: readonly { kind: Kind; sign: '+' | '−' }[] = [
  { kind: 'listed', sign: '+' },
  { kind: 'restocked', sign: '+' },
  { kind: 'returned', sign: '+' },
  { kind: 'sold', sign: '−' },
  { kind: 'removed', sign: '−' },
]

const latestMax = 8

/** Sums up `movements`, which come oldest first. */
export function tellLedger(movements: readonly Movement[]): LedgerStory {
  const quantityOf = (kind: Kind) =>
    movements.reduce((sum, movement) => sum + (movement.kind === kind ? movement.quantity : 0), 0)
  const sums = order
    .map((part) => ({ ...part, quantity: quantityOf(part.kind) }))
    .filter(({ quantity }) => quantity > 0)
  return {
    sums,
    left: sums.reduce((left, { sign, quantity }) => left + (sign === '+' ? quantity : -quantity), 0),
    latest: movements.slice(-latestMax).reverse(),
  }
}
