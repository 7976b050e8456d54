import type { Page } from './order-pages.ts'
import type { Entries } from './sharded-map.ts'
import type { DurableMarket, MovementState, OrderState } from './state.ts'

/** A line of a product's ledger as it is kept: of a sale the order's id, as its order has the rest. */
export type Moved = string | MovementState

/** The products' ledgers: lines in the order in which they came; appended to, never changed. */
export interface Ledgers {
  /** `stock` is what there was of the product afterwards. */
  append(productId: number, moved: Moved, stock: number): void
}

/** Ledgers that are the truth: for each product a list, what moved and the stock afterwards by turns. */
export class DurableLedgers implements Ledgers {
  readonly map: Entries<number, (Moved | number)[]>
  constructor(map: Entries<number, (Moved | number)[]>) {
    this.map = map
  }
  append(productId: number, moved: Moved, stock: number): void {
    const flat = this.map.get(productId)
    if (flat) flat.push(moved, stock)
    else this.map.set(productId, [moved, stock])
  }
  /** How much the last line left; 0 before there was one. */
  lastStock(productId: number): number {
    return (this.map.get(productId)?.at(-1) as number | undefined) ?? 0
  }
}

/** An overlay, of which nothing is read. */
export class DraftLedgers implements Ledgers {
  readonly #base: Ledgers
  readonly #productIds: number[] = []
  readonly #moved: Moved[] = []
  readonly #stocks: number[] = []
  constructor(base: Ledgers) {
    this.#base = base
  }
  append(productId: number, moved: Moved, stock: number): void {
    this.#productIds.push(productId)
    this.#moved.push(moved)
    this.#stocks.push(stock)
  }
  merge(): void {
    for (let index = 0; index < this.#productIds.length; index += 1)
      this.#base.append(this.#productIds[index]!, this.#moved[index]!, this.#stocks[index]!)
  }
}

/**
 * A page of a product's ledger, oldest first. `after` counts the lines before it: one entry may write several
 * lines, so a seq would not do as a cursor.
 */
export function ledgerPage(
  market: DurableMarket,
  productId: number,
  after: number,
  limit: number,
): Page<MovementState, number> {
  const flat = market.movements.map.get(productId) ?? []
  const length = flat.length / 2
  const items: MovementState[] = []
  for (let index = after; index < Math.min(after + limit, length); index += 1)
    items.push(movementAt(market, flat, index))
  const next = after + items.length
  return { items, next: next < length ? next : null }
}

/** A product's whole ledger, oldest line first; costs in proportion to it. */
export const movementsOf = (market: DurableMarket, productId: number): MovementState[] =>
  ledgerPage(market, productId, 0, Number.POSITIVE_INFINITY).items

function movementAt(market: DurableMarket, flat: readonly (Moved | number)[], index: number): MovementState {
  const moved = flat[2 * index] as Moved
  if (typeof moved !== 'string') return moved
  const order = market.orders.get(moved)
  if (!order) throw new Error(`a ledger names order ${moved}, which is not there`)
  const stock = flat[2 * index + 1] as number
  // A listing is every ledger's first line: there is one before each sale.
  return saleOf(
    order,
    market.placedBy.get(moved) ?? order.buyerId,
    (flat[2 * index - 1] as number) - stock,
    stock,
  )
}

const saleOf = (order: OrderState, by: string, quantity: number, stock: number): MovementState => ({
  seq: order.seq,
  at: order.placedAt,
  kind: 'sold',
  quantity,
  stock,
  by,
  reason: null,
  orderId: order.id,
})
