import type { Market, MarketChanged, MarketReset } from './protocol/server-messages.ts'
import type { Product, Shop } from './protocol/shapes.ts'

/**
 * What a client shows: the market at one `(epoch, seq)`, folded from the server's messages. Pure: each step
 * returns a new view, and the maps of the one before are never changed. Browser, tests and simulation all use
 * this one fold.
 */
export interface MarketView {
  readonly epoch: string
  readonly seq: number
  readonly name: string
  readonly currency: string
  readonly currencyDigits: number
  readonly shops: ReadonlyMap<number, Shop>
  readonly products: ReadonlyMap<number, Product>
}

/** The result of a message: a new view, nothing (it was old), or that an earlier one is missing. */
export type Step =
  | { kind: 'applied'; view: MarketView; touched: Touched }
  | { kind: 'ignored' }
  /** The market is too large for a message: get `/api/market`, then connect with its epoch and seq. */
  | { kind: 'fetch' }
  /** A message before this one is missing: connect again without `seq`. */
  | { kind: 'gap' }

/** Which ids a step changed, so that only their subscribers are notified; 'all' after a reset. */
export type Touched = 'all' | { products: readonly number[]; shops: readonly number[] }

const byId = <Thing extends { id: number }>(things: readonly Thing[]): Map<number, Thing> =>
  new Map(things.map((thing) => [thing.id, thing]))

/** The view of a whole market, from `market:reset` or `GET /api/market`. */
export const viewOf = (market: Market): MarketView => ({
  ...market,
  shops: byId(market.shops),
  products: byId(market.products),
})

/** Folds a `market:reset`, which replaces everything. */
export const reset = (message: MarketReset): Step =>
  'fetch' in message ? { kind: 'fetch' } : { kind: 'applied', view: viewOf(message), touched: 'all' }

/** Folds a `market:changed` onto `view` by the rule of the wire: apply when `from` ≤ seq < `message.seq`. */
export function change(view: MarketView | null, message: MarketChanged): Step {
  if (!view || view.epoch !== message.epoch) return { kind: 'gap' }
  if (message.seq <= view.seq) return { kind: 'ignored' }
  if (message.from > view.seq) return { kind: 'gap' }
  const products = changesProducts(message) ? new Map(view.products) : view.products
  const touched = applyProducts(products as Map<number, Product>, message)
  const shops = message.shops?.length ? new Map(view.shops) : view.shops
  for (const shop of message.shops ?? []) (shops as Map<number, Shop>).set(shop.id, shop)
  return {
    kind: 'applied',
    view: { ...view, seq: message.seq, products, shops },
    touched: { products: touched, shops: (message.shops ?? []).map((shop) => shop.id) },
  }
}

const changesProducts = (message: MarketChanged): boolean =>
  Boolean(message.products?.length || message.stock?.length || message.removed?.length)

function applyProducts(products: Map<number, Product>, message: MarketChanged): number[] {
  const touched: number[] = []
  for (const product of message.products ?? []) {
    products.set(product.id, product)
    touched.push(product.id)
  }
  for (const [id, stock] of message.stock ?? []) {
    const product = products.get(id)
    if (!product) continue
    products.set(id, { ...product, stock })
    touched.push(id)
  }
  for (const id of message.removed ?? []) {
    if (products.delete(id)) touched.push(id)
  }
  return touched
}
