import { sumKey } from '../disk/summed-json.ts'
import { entryVersion } from '../market/event.ts'
import { FlatOrder, statuses, wordsOfFlatLine } from '../market/flat-order.ts'
import type { DurableOrders } from '../market/order-book.ts'
import { OrderJson } from '../order-json.ts'
import { literal } from '../plain-json.ts'
import { groupKey } from './journal-line.ts'

const start = literal(`{"v":${entryVersion},"seq":`)
const atKey = literal(',"at":')
const idKey = literal(',"id":"')
const actorKey = literal(',"actor":"')
const eventKey = literal(',"events":[{"type":"order:')
const placedKey = literal('placed","orderId":"')
const fulfilledKey = literal('fulfilled","orderId":"')
const contentKey = literal('"}],"content":"')
const linesKey = literal('","lines":[{"productId":')
const totalKey = literal('],"total":')
const pickupKey = literal(',"pickupCode":"')
const eventEnd = literal('"}]')
const beforeGroup = literal(groupKey)
const beforeSum = literal(sumKey)

/** What a line says that was read flat. */
type Flat = 'placed' | 'fulfilled'

/**
 * Reads lines of the journal into a flat order: those of purchases that have the form in which `jsonOfEntry` writes
 * them, by the buyer whose order it is, with plain texts and numbers that fit into a row, and those of orders handed
 * over. Nearly every line is one of them; the others have to be parsed.
 */
export class FlatEntryReader {
  /**
   * Of a purchase all but the names of its lines, which are the market's to set; of an order handed over its id, when
   * that was, and the seq of this change.
   */
  readonly order = new FlatOrder()
  /** The line's. */
  seq = 0
  readonly #orders: DurableOrders
  readonly #json = new OrderJson()

  /** Numbers are those of these orders. */
  constructor(orders: DurableOrders) {
    this.#orders = orders
    this.order.status = statuses.indexOf('placed')
  }

  /** Reads a line of which the sum, from `sumStart` on, is verified; null when it must be parsed. */
  read(bytes: Buffer, lineStart: number, sumStart: number): Flat | null {
    const json = this.#json
    const { order } = this
    json.begin(bytes, lineStart)
    json.expect(start)
    this.seq = json.integer()
    order.changedSeq = this.seq
    json.expect(atKey)
    const at = json.integer()
    json.expect(idKey)
    const idStart = json.at
    json.text()
    const idEnd = json.to
    json.expect(actorKey)
    json.ascii()
    const { from, to } = json
    json.expect(eventKey)
    if (!json.ok) return null
    if (json.has(placedKey)) {
      order.seq = this.seq
      order.placedAt = at
      if (!this.#readPlaced(bytes, idStart, idEnd, from, to)) return null
      order.buyer = this.#orders.buyers.numberIn(bytes, from, to)
      return json.at === sumStart ? 'placed' : null
    }
    order.fulfilledAt = at
    json.expect(fulfilledKey)
    json.uuid(order.id)
    json.expect(contentKey)
    json.escapedText()
    this.#readEnd()
    return json.ok && json.at === sumStart ? 'fulfilled' : null
  }

  /** Where the ids of the command and of the actor are is known: the order's and the buyer's must be the same. */
  #readPlaced(bytes: Buffer, idStart: number, idEnd: number, from: number, to: number): boolean {
    const json = this.#json
    const { order } = this
    order.fulfilledAt = Number.NaN
    const uuidStart = json.at
    json.uuid(order.id)
    if (!json.ok || json.at - uuidStart !== idEnd - idStart) return false
    json.at = uuidStart
    if (!this.#hasAgain(bytes, idStart, idEnd)) return false
    json.rank(order)
    if (!json.ok || !this.#hasAgain(bytes, from, to)) return false
    this.#readLines()
    if (json.ok) this.#readRest()
    return json.ok
  }

  /** Is here what stands there, too? Passes over it only then. */
  #hasAgain(bytes: Buffer, from: number, to: number): boolean {
    const { at } = this.#json
    for (let index = 0; index < to - from; index += 1)
      if (bytes[at + index] !== bytes[from + index]) return false
    this.#json.at = at + to - from
    return true
  }

  #readLines(): void {
    const json = this.#json
    const { order } = this
    let index = -1
    json.expect(linesKey)
    do {
      index += 1
      order.lines[index * wordsOfFlatLine] = json.word()
      order.lines[index * wordsOfFlatLine + 3] = 0
    } while (json.endOfLine(order, index))
    order.lineCount = index + 1
  }

  #readRest(): void {
    const json = this.#json
    const { order } = this
    json.expect(totalKey)
    order.total = json.integer()
    json.expect(pickupKey)
    json.pickupCode(order)
    json.expect(eventEnd)
    this.#readEnd()
  }

  #readEnd(): void {
    const json = this.#json
    json.expect(beforeGroup)
    json.integer()
    json.expect(beforeSum)
  }
}
