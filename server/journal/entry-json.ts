import type { JsonOf } from '../json/json-of.ts'
import { quoted } from '../json/quoted.ts'
import type { Entry, OrderPlaced } from '../market/event.ts'

/**
 * An entry's JSON, the same text as `JSON.stringify` makes: by hand for a purchase, which nearly every entry
 * is, at half the cost. Its ids are written twice, and so escaped once.
 */
export function jsonOfEntry(
  entry: Entry,
): JsonOf<Entry, 'v' | 'seq' | 'at' | 'id' | 'actor' | 'content' | 'events'> {
  const [event] = entry.events
  if (event?.type !== 'order:placed' || entry.events.length > 1 || entry.content !== undefined)
    return JSON.stringify(entry)
  const { v, seq, at, id, actor } = entry
  const quotedId = quoted(id)
  const quotedActor = quoted(actor)
  const quotedOrder = event.orderId === id ? quotedId : quoted(event.orderId)
  const quotedBuyer = event.buyerId === actor ? quotedActor : quoted(event.buyerId)
  return `{"v":${v},"seq":${seq},"at":${at},"id":${quotedId},"actor":${quotedActor},"events":[${jsonOfPlaced(event, quotedOrder, quotedBuyer)}]}`
}

type PlacedKey = 'type' | 'orderId' | 'number' | 'place' | 'shopId' | 'buyerId' | 'lines' | 'total'

function jsonOfPlaced(
  { number, place, shopId, lines, total, pickupCode, collectBy }: OrderPlaced,
  quotedOrder: string,
  quotedBuyer: string,
): JsonOf<OrderPlaced, PlacedKey | 'pickupCode' | 'collectBy'> {
  return `{"type":"order:placed","orderId":${quotedOrder},"number":${number},"place":${place},"shopId":${shopId},"buyerId":${quotedBuyer},"lines":[${jsonOfLines(lines)}],"total":${total},"pickupCode":"${pickupCode}"${collectBy === undefined ? '' : `,"collectBy":${collectBy}`}}`
}

function jsonOfLines(
  lines: OrderPlaced['lines'],
): JsonOf<OrderPlaced['lines'][number], 'productId' | 'quantity' | 'unitPrice'> {
  let json = ''
  for (const { productId, quantity, unitPrice } of lines) {
    const comma = json === '' ? '' : ','
    json += `${comma}{"productId":${productId},"quantity":${quantity},"unitPrice":${unitPrice}}`
  }
  return json
}
