import { cancellers, FlatOrder, statuses, wordsOfFlatLine } from '../market/flat-order.ts'
import type { DurableOrders } from '../market/order-book.ts'
import { codeLength, numberIn } from '../market/pickup-code.ts'
import { literal, PlainJson } from '../plain-json.ts'

const start = literal('{"id":"')
const numberKey = literal('","number":')
const placeKey = literal(',"place":')
const shopKey = literal(',"shopId":')
const buyerKey = literal(',"buyerId":"')
const linesKey = literal(',"lines":[{"productId":')
const nextLine = literal(',{"productId":')
const nameKey = literal(',"name":"')
const quantityKey = literal(',"quantity":')
const priceKey = literal(',"unitPrice":')
const lineEnd = literal('}')
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
  readonly #json = new PlainJson()

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
    json.expect(numberKey)
    order.number = json.word()
    json.expect(placeKey)
    order.place = json.word()
    json.expect(shopKey)
    order.shopId = json.word()
    json.expect(buyerKey)
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
    const { lines } = this.order
    let count = 0
    json.expect(linesKey)
    do {
      const at = count * wordsOfFlatLine
      const productId = json.word()
      json.expect(nameKey)
      json.text()
      if (!json.ok) return
      lines[at] = productId
      lines[at + 3] = this.#nameIn(productId, bytes)
      json.expect(quantityKey)
      lines[at + 1] = json.word()
      json.expect(priceKey)
      lines[at + 2] = json.word()
      json.expect(lineEnd)
      count += 1
    } while (json.has(nextLine))
    this.order.lineCount = count
  }

  #readRest(bytes: Buffer): void {
    const json = this.#json
    const { order } = this
    json.expect(totalKey)
    order.total = json.integer()
    order.status = this.#oneOf(statusKeys)
    order.pickup = numberIn(bytes, json.at)
    if (order.pickup < 0) json.ok = false
    json.at += codeLength
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
