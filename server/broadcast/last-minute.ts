import { holdsStock } from '../../shared/catalog/order-states.ts'
import type { SalesPace } from '../../shared/protocol/server-messages.ts'
import type { Entry } from '../market/event.ts'
import { effects, isOrderEvent } from '../market/order-effects.ts'
import { orderOf } from '../market/orders.ts'
import type { Clock } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'

const windowMs = 60_000
const secondMs = 1_000
/** Those that sold most. With so many in a message, a shop that is not among them may have sold something. */
const shopsMax = 50

interface Counted {
  shopId: number
  placedAt: number
  lines: readonly { quantity: number }[]
}

/**
 * How many items were sold within the last minute, in the market and in each shop. What a sale costs here does not
 * depend on how many there were. Seconds are counted on the monotonic clock, so that a clock that jumps neither keeps
 * sales for ever nor drops them; a sale of another node, or of the process before, is as old as its time says.
 */
export class LastMinute {
  readonly #market: DurableMarket
  readonly #clock: Clock
  /** Units by second and shop. */
  readonly #seconds = new Map<number, Map<number, number>>()
  readonly #shops = new Map<number, number>()
  #units = 0

  constructor(market: DurableMarket, clock: Clock) {
    this.#market = market
    this.#clock = clock
    for (let row = market.orders.size - 1; row >= 0; row -= 1) {
      const order = market.orders.saleAt(row)
      if (this.#ageOf(order.placedAt) >= windowMs) break
      if (holdsStock(order)) this.#count(order, 1)
    }
  }

  /** Counts an entry that the market has applied. A cancelled order no longer counts. */
  add({ at, events }: Entry): void {
    for (const event of events) {
      if (!isOrderEvent(event)) continue
      const { standing } = effects[event.type]
      if (event.type === 'order:placed') this.#count({ ...event, placedAt: at }, 1)
      else if (standing < 0) this.#count(orderOf(this.#market, event.orderId), -1)
    }
  }

  /** Whether nothing was sold within the last minute. */
  get isQuiet(): boolean {
    this.#expire()
    return this.#seconds.size === 0
  }

  /** As of now. */
  pace(): SalesPace {
    this.#expire()
    const shops = [...this.#shops]
      .filter(([, units]) => units > 0)
      .sort(([, one], [, other]) => other - one)
      .slice(0, shopsMax)
    return { windowMs, units: Math.max(0, this.#units), shops }
  }

  #ageOf(at: number): number {
    return Math.max(0, this.#clock.now() - at)
  }

  #count({ shopId, lines, placedAt }: Counted, sign: 1 | -1): void {
    const age = this.#ageOf(placedAt)
    if (age >= windowMs) return
    const second = Math.floor((this.#clock.monotonic() - age) / secondMs)
    const shops = this.#seconds.get(second) ?? new Map<number, number>()
    this.#seconds.set(second, shops)
    const units = sign * lines.reduce((sum, { quantity }) => sum + quantity, 0)
    shops.set(shopId, (shops.get(shopId) ?? 0) + units)
    this.#move(shopId, units)
  }

  #move(shopId: number, units: number): void {
    this.#units += units
    const left = (this.#shops.get(shopId) ?? 0) + units
    if (left === 0) this.#shops.delete(shopId)
    else this.#shops.set(shopId, left)
  }

  /** Drops the seconds that are over. There are hardly more than 60 of them. */
  #expire(): void {
    const oldest = Math.floor((this.#clock.monotonic() - windowMs) / secondMs)
    for (const [second, shops] of this.#seconds) {
      if (second > oldest) continue
      this.#seconds.delete(second)
      for (const [shopId, units] of shops) this.#move(shopId, -units)
    }
  }
}
