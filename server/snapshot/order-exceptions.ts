import type { OrderChanges } from '../market/market.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { OrderException } from './snapshot-form.ts'

/** The seqs at which orders are listed in one kind of list, by row. */
type Listed = ReadonlyMap<number, readonly number[]>

const none: Listed = new Map()

/** Finds what cannot be derived from the orders of buyers who signed in. */
export class OrderExceptions {
  readonly #market: DurableMarket
  readonly #inShopLists: Listed
  readonly #inBuyerLists: Listed
  /** While nobody has signed in, everything can be derived from the orders. */
  readonly #hasNone: boolean

  constructor(market: DurableMarket) {
    this.#market = market
    this.#hasNone = market.aliases.map.size === 0
    this.#inShopLists = this.#hasNone ? none : seqsByRow(market.ordersOfShop, market)
    this.#inBuyerLists = this.#hasNone ? none : seqsByRow(market.ordersOfBuyer, market)
  }

  /** For the orders from `fromRow` up to but excluding `toRow`. */
  of(fromRow: number, toRow: number): OrderException[] {
    const exceptions: OrderException[] = []
    for (let row = this.#hasNone ? toRow : fromRow; row < toRow; row += 1) {
      const exception = this.#at(row)
      if (exception !== null) exceptions.push(exception)
    }
    return exceptions
  }

  #at(row: number): OrderException | null {
    const { orders, placedBy } = this.#market
    const seq = orders.seqAt(row)
    const changedSeq = orders.changedSeqAt(row)
    const usual = seqsOf({ seq, changedSeq })
    const inShopList = this.#inShopLists.get(row)
    const inBuyerList = this.#inBuyerLists.get(row)
    const orderId = orders.idAt(row)
    const by = placedBy.get(orderId)
    const exception: OrderException = { orderId }
    if (by !== undefined && by !== orders.at(row).buyerId) exception.placedBy = by
    if (inShopList && !sameSeqs(inShopList, usual)) exception.inShopList = [...inShopList]
    if (inBuyerList && !sameSeqs(inBuyerList, usual)) exception.inBuyerList = [...inBuyerList]
    return Object.keys(exception).length > 1 ? exception : null
  }
}

/** Stale changes, of orders that changed again, are left out: nobody is shown them. */
function seqsByRow(log: Iterable<[unknown, OrderChanges]>, { orders }: DurableMarket): Listed {
  const seqs = new Map<number, number[]>()
  for (const [, changes] of log) {
    for (let index = 0; index < changes.length; index += 1) {
      const row = changes.rowAt(index)
      const seq = changes.seqAt(index)
      if (seq !== orders.seqAt(row) && seq !== orders.changedSeqAt(row)) continue
      const ofRow = seqs.get(row)
      if (ofRow) ofRow.push(seq)
      else seqs.set(row, [seq])
    }
  }
  return seqs
}

/** At which seqs an order is listed where no sign-in moved it: when it was placed, and at its last change. */
export function seqsOf({ seq, changedSeq }: { seq: number; changedSeq: number }): number[] {
  return changedSeq === seq ? [seq] : [seq, changedSeq]
}

function sameSeqs(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((seq, index) => seq === others[index])
}
