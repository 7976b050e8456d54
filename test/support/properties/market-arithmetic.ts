import { expect } from 'vitest'
import type { Entry, Event, OrderPlaced } from '../../../server/market/event.ts'
import type { DurableMarket } from '../../../server/store/durable-market.ts'
import { movementsOf } from '../../../server/store/ledger-page.ts'

/** Units moved of a product since it was listed. */
interface Moved {
  listed: number
  restocked: number
  returned: number
  sold: number
  removed: number
  deleted: boolean
  limit: number | null
}

interface Bought {
  buyerId: string
  shopId: number
  lines: OrderPlaced['lines']
  code: string
  status: 'placed' | 'ready' | 'fulfilled' | 'cancelled'
}

/**
 * Adds up a journal with code of its own: it shares nothing with the code that sells, and follows the events
 * alone. `follow` holds what an entry may not break; `holds` compares the sums with a market.
 */
export class Arithmetic {
  readonly #products = new Map<number, Moved>()
  readonly #orders = new Map<string, Bought>()
  readonly #heirs = new Map<string, string>()
  readonly #numbers = new Map<number, number>()
  #at = 0

  follow(entry: Entry): void {
    expect(entry.at, 'time never falls').toBeGreaterThanOrEqual(this.#at)
    this.#at = entry.at
    for (const event of entry.events) this.#apply(event)
    for (const [id, moved] of this.#products) {
      expect(stockOf(moved), `stock of product ${id} after entry ${entry.seq}`).toBeGreaterThanOrEqual(0)
    }
  }

  /** Checks that the market's stock, ledgers and counts equal the sums. */
  holds(market: DurableMarket): void {
    expect(market.products.map.size).toBe(this.#products.size)
    for (const [id, moved] of this.#products) {
      expect(market.products.get(id)).toMatchObject({ stock: stockOf(moved), deleted: moved.deleted })
      expect(ledgerOf(market, id)).toEqual({ ...moved, deleted: undefined, limit: undefined })
    }
    const standing = [...this.#orders.values()].filter(({ status }) => status !== 'cancelled')
    const units = standing.flatMap(({ lines }) => lines.map(({ quantity }) => quantity))
    expect(market.counters).toMatchObject({
      orders: this.#orders.size,
      ordersStanding: standing.length,
      unitsStanding: units.reduce((sum, quantity) => sum + quantity, 0),
      products: [...this.#products.values()].filter(({ deleted }) => !deleted).length,
    })
    expect(unitsIn(market)).toEqual(this.#unitsByBuyer())
    expect(new Set(Array.from(market.pickupCodes.rows(), (row) => market.orders.idAt(row)))).toEqual(
      this.#waitingForPickup(),
    )
  }

  #apply(event: Event): void {
    switch (event.type) {
      case 'product:created':
        this.#products.set(event.productId, {
          ...nothingMoved,
          listed: event.stock,
          limit: event.limitPerBuyer,
        })
        break
      case 'product:edited':
        if (event.changes.limitPerBuyer !== undefined) this.#of(event).limit = event.changes.limitPerBuyer
        break
      case 'product:restocked':
      case 'product:counted':
        this.#of(event)[event.quantity < 0 ? 'removed' : 'restocked'] += Math.abs(event.quantity)
        break
      case 'product:deleted':
        expect(event.removed, 'all that is left is removed').toBe(stockOf(this.#of(event)))
        this.#of(event).removed += event.removed
        this.#of(event).deleted = true
        for (const id of event.forgets ?? []) {
          expect(this.#products.get(id), 'only deleted products are forgotten').toMatchObject({
            deleted: true,
          })
          this.#products.delete(id)
        }
        break
      case 'product:restored':
        this.#of(event).restocked += event.quantity
        this.#of(event).deleted = false
        break
      case 'order:placed':
        this.#place(event)
        break
      case 'order:cancelled':
        this.#cancel(this.#order(event.orderId), event.restock !== false)
        break
      case 'order:fulfilled':
        expect(isWaiting(this.#order(event.orderId))).toBe(true)
        this.#order(event.orderId).status = 'fulfilled'
        break
      case 'order:readied':
        expect(this.#order(event.orderId).status).toBe('placed')
        this.#order(event.orderId).status = 'ready'
        break
      case 'buyer:merged':
        this.#merge(event.from, event.to)
    }
  }

  #place({ orderId, shopId, number, buyerId, lines, total, pickupCode }: OrderPlaced): void {
    expect(this.#orders.has(orderId), 'an order is placed once').toBe(false)
    expect(number).toBe((this.#numbers.get(shopId) ?? 0) + 1)
    this.#numbers.set(shopId, number)
    expect(total).toBe(lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0))
    for (const other of this.#orders.values()) {
      const clashes = other.shopId === shopId && isWaiting(other) && other.code === pickupCode
      expect(clashes, 'no two unfulfilled orders of a shop have one code').toBe(false)
    }
    this.#orders.set(orderId, { buyerId, shopId, lines, code: pickupCode, status: 'placed' })
    for (const line of lines) this.#of(line).sold += line.quantity
    for (const line of lines) {
      const units = this.#unitsByBuyer().get(standingKey(this.#heir(buyerId), line.productId)) ?? 0
      expect(units).toBeLessThanOrEqual(this.#of(line).limit ?? Number.POSITIVE_INFINITY)
    }
  }

  #cancel(order: Bought, isRestocked: boolean): void {
    expect(isWaiting(order)).toBe(true)
    order.status = 'cancelled'
    for (const line of order.lines) {
      const moved = this.#of(line)
      moved.returned += line.quantity
      if (moved.deleted || !isRestocked) moved.removed += line.quantity
    }
  }

  #merge(from: string, to: string): void {
    if (this.#heir(from) !== this.#heir(to)) this.#heirs.set(this.#heir(from), this.#heir(to))
  }

  #heir(buyerId: string): string {
    const heir = this.#heirs.get(buyerId)
    return heir === undefined ? buyerId : this.#heir(heir)
  }

  #unitsByBuyer(): Map<string, number> {
    const units = new Map<string, number>()
    for (const { buyerId, lines, status } of this.#orders.values()) {
      if (status === 'cancelled') continue
      for (const { productId, quantity } of lines) {
        const key = standingKey(this.#heir(buyerId), productId)
        units.set(key, (units.get(key) ?? 0) + quantity)
      }
    }
    return units
  }

  #waitingForPickup(): Set<string> {
    return new Set([...this.#orders].filter(([, order]) => isWaiting(order)).map(([id]) => id))
  }

  #of({ productId }: { productId: number }): Moved {
    return this.#products.get(productId)!
  }

  #order(orderId: string): Bought {
    return this.#orders.get(orderId)!
  }
}

const isWaiting = ({ status }: Bought): boolean => status === 'placed' || status === 'ready'

/** Who has how many of what, as the market has it. */
const unitsIn = ({ unitsHeld }: DurableMarket): Map<string, number> =>
  new Map(
    [...unitsHeld]
      .filter(([, what]) => what > 0)
      .map(([buyerId, productId, units]) => [standingKey(buyerId, productId), units]),
  )

const standingKey = (buyerId: string, productId: number): string => `${productId} ${buyerId}`

const nothingMoved: Moved = {
  listed: 0,
  restocked: 0,
  returned: 0,
  sold: 0,
  removed: 0,
  deleted: false,
  limit: null,
}

const stockOf = ({ listed, restocked, returned, sold, removed }: Moved): number =>
  listed + restocked + returned - sold - removed

/** The sums of a product's ledger by kind; every line's stock follows from the one before. */
function ledgerOf(market: DurableMarket, productId: number): Partial<Moved> {
  const sums = { listed: 0, restocked: 0, returned: 0, sold: 0, removed: 0 }
  let stock = 0
  for (const { kind, quantity, stock: after } of movementsOf(market, productId)) {
    sums[kind] += quantity
    stock += kind === 'sold' || kind === 'removed' ? -quantity : quantity
    expect(after, `the ledger of product ${productId} adds up`).toBe(stock)
  }
  return sums
}
