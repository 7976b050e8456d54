import { cancellers, FlatOrder, statuses, wordsOfFlatLine } from '../market/flat-order.ts'
import type { DurableOrders } from '../market/order-book.ts'
import { OrderJson } from '../order-json.ts'
import { literal } from '../plain-json.ts'

const start = literal('{"id":"')
const linesKey = literal(',"lines":[{"productId":')
const nameKey = literal(',"name":"')
const totalKey = literal('],"total":')
const statusKeys = statuses.map((status) => literal(`,"status":"${status}","pickupCode":"`))
const placedKey = literal('","placedAt":')
const fulfilledKey = literal(',"fulfilledAt":')
const cancelledKey = literal(',"cancelledAt":')
const reasonKeys = cancellers.map((by) => literal(`,"cancelledBy":${JSON.stringify(by)},"reason":`))
const seqKey = literal(',"seq":')
const quote = literal('"')
const changedKey = literal(',"changedSeq":')
const end = literal('}')
const none = literal('null')

/**
 * Reads a part's rows into a flat order: those that have the form in which `OrderRows.read` makes orders, and of which
 * no text is escaped and all numbers fit into a row. That is nearly all of them; the others have to be parsed.
 */
export class FlatRowReader {
  readonly order = new FlatOrder()
  readonly #orders: DurableOrders
  readonly #json = new OrderJson()

  /** Numbers are those of these orders. */
  constructor(orders: DurableOrders) {
    this.#orders = orders
  }

  /** Reads the row that begins there into {@link order}; returns where it ends, -1 when it must be parsed. */
  read(bytes: Buffer, at: number): number {
    const json = this.#json
    const { order } = this
    json.begin(bytes, at)
    json.expect(start)
    json.uuid(order.id)
    json.rank(order)
    json.ascii()
    const { from, to } = json
    if (json.ok) this.#readLines(bytes)
    if (json.ok) this.#readRest(bytes)
    if (!json.ok) return -1
    order.buyer = this.#orders.buyers.numberIn(bytes, from, to)
    return json.at
  }

  #readLines(bytes: Buffer): void {
    const json = this.#json
    const { order } = this
    let index = -1
    json.expect(linesKey)
    do {
      index += 1
      const at = index * wordsOfFlatLine
      const productId = json.word()
      json.expect(nameKey)
      json.text()
      if (!json.ok) return
      order.lines[at] = productId
      order.lines[at + 3] = this.#nameIn(productId, bytes)
    } while (json.endOfLine(order, index))
    order.lineCount = index + 1
  }

  #readRest(bytes: Buffer): void {
    const json = this.#json
    const { order } = this
    json.expect(totalKey)
    order.total = json.integer()
    order.status = this.#oneOf(statusKeys)
    json.pickupCode(order)
    json.expect(placedKey)
    order.placedAt = json.integer()
    json.expect(fulfilledKey)
    order.fulfilledAt = this.#timeOrNone()
    json.expect(cancelledKey)
    order.cancelledAt = this.#timeOrNone()
    order.cancelledBy = this.#oneOf(reasonKeys)
    order.reason = json.has(none) ? null : this.#text(bytes)
    json.expect(seqKey)
    order.seq = json.integer()
    json.expect(changedKey)
    order.changedSeq = json.integer()
    json.expect(end)
  }

  /** Which of these is here. */
  #oneOf(keys: readonly Uint8Array[]): number {
    for (let index = 0; index < keys.length; index += 1) if (this.#json.has(keys[index]!)) return index
    this.#json.ok = false
    return 0
  }

  #nameIn(productId: number, bytes: Buffer): number {
    const { lines } = this.#orders
    const { isAscii, from, to } = this.#json
    return isAscii
      ? lines.nameIn(productId, bytes, from, to)
      : lines.nameOf(productId, bytes.toString('utf8', from, to))
  }

  #text(bytes: Buffer): string {
    const json = this.#json
    json.expect(quote)
    json.text()
    return json.ok ? bytes.toString('utf8', json.from, json.to) : ''
  }

  #timeOrNone(): number {
    return this.#json.has(none) ? Number.NaN : this.#json.integer()
  }
}
