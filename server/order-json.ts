import { type FlatOrder, wordsOfFlatLine } from './market/flat-order.ts'
import { codeLength, numberIn } from './market/pickup-code.ts'
import { literal, PlainJson } from './plain-json.ts'

const numberKey = literal('","number":')
const placeKey = literal(',"place":')
const shopKey = literal(',"shopId":')
const buyerKey = literal(',"buyerId":"')
const quantityKey = literal(',"quantity":')
const priceKey = literal(',"unitPrice":')
const lineEnd = literal('}')
const nextLine = literal(',{"productId":')

/** Reads what the journal and snapshots write alike of an order, into a flat one. */
export class OrderJson extends PlainJson {
  /** What stands between its id and its buyer's. */
  rank(order: FlatOrder): void {
    this.expect(numberKey)
    order.number = this.word()
    this.expect(placeKey)
    order.place = this.word()
    this.expect(shopKey)
    order.shopId = this.word()
    this.expect(buyerKey)
  }

  /** The end of a line, from its quantity on, into the line of this index; true when another line follows. */
  endOfLine({ lines }: FlatOrder, index: number): boolean {
    const at = index * wordsOfFlatLine
    this.expect(quantityKey)
    lines[at + 1] = this.word()
    this.expect(priceKey)
    lines[at + 2] = this.word()
    this.expect(lineEnd)
    return this.ok && this.has(nextLine)
  }

  /** Its pickup code, without quotation marks. */
  pickupCode(order: FlatOrder): void {
    order.pickup = numberIn(this.bytes, this.at)
    if (order.pickup < 0) this.ok = false
    this.at += codeLength
  }
}
