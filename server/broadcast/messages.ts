import type { MarketChanged, SalesMade } from '../../shared/protocol/server-messages.ts'
import type { Product } from '../../shared/protocol/shapes.ts'
import type { Market } from '../market/market.ts'
import type { Audience } from './audience.ts'
import type { Merged } from './replay-buffer.ts'
import { viewOfProduct, viewOfShop } from './views.ts'

/** A message, encoded once. Each kind of connection adds its envelope, also once for all of the kind. */
export class Message {
  readonly event: string
  readonly json: string
  /** The envelope used last, which is nearly always the one needed next. */
  #kind = ''
  #frame = ''
  #frames: Map<string, string> | null = null
  #bytes: number | null = null

  constructor(event: string, json: string) {
    this.event = event
    this.json = json
  }

  static of(event: string, payload: unknown): Message {
    return new Message(event, JSON.stringify(payload))
  }

  /** The message in the envelope of `kind`; wrapped at the first call. */
  frame(kind: string, wrap: (event: string, json: string) => string): string {
    if (kind === this.#kind) return this.#frame
    this.#frames ??= new Map()
    let frame = this.#frames.get(kind)
    if (frame === undefined) {
      frame = wrap(this.event, this.json)
      this.#frames.set(kind, frame)
    }
    this.#kind = kind
    this.#frame = frame
    return frame
  }

  get bytes(): number {
    this.#bytes ??= Buffer.byteLength(this.json)
    return this.#bytes
  }
}

/** `market:changed` from `from` to the market's current seq, as an audience sees it, with current values. */
export function marketChanged(
  market: Market,
  audience: Audience,
  from: number,
  merged: Merged,
): MarketChanged {
  const { epoch, seq } = market.counters
  const message: MarketChanged = { epoch, from, seq }
  const products: Product[] = []
  const removed: number[] = []
  const stock: [number, number][] = []
  const edited = audience.seesHidden ? new Set([...merged.edited, ...merged.unseen]) : merged.edited
  for (const id of edited) {
    const product = market.products.get(id)
    if (product && !audience.concerns(product)) continue
    if (product && audience.sees(product)) products.push(viewOfProduct(product))
    else removed.push(id)
  }
  for (const id of merged.moved) {
    const product = market.products.get(id)
    if (product && !edited.has(id) && audience.sees(product)) stock.push([id, product.stock])
  }
  const shops = [...merged.shops].flatMap((id) => market.shops.get(id) ?? []).filter(audience.seesShop)
  if (products.length) message.products = products
  if (stock.length) message.stock = stock
  if (removed.length) message.removed = removed
  if (shops.length) message.shops = shops.map(viewOfShop)
  return message
}

/** `sales:made` with the newest `sales` of a tick and the market's totals. */
export const salesMade = ({ counters }: Market, sales: SalesMade['sales']): SalesMade => ({
  seq: counters.seq,
  sales,
  totals: { orders: counters.ordersStanding, units: counters.unitsStanding },
})
