import { limits } from '../../shared/protocol/limits.ts'
import { refuse } from '../../shared/refusals.ts'
import type { MarketBounds } from './bounds.ts'
import type { Actor, ProductCreateWish, Wish } from './command.ts'
import type {
  Entry,
  ProductCounted,
  ProductCreated,
  ProductDeleted,
  ProductEdited,
  ProductRestocked,
  ProductRestored,
} from './event.ts'
import type { MovementState } from './movements.ts'
import { accepted, conflict, type Decision, refused } from './outcome.ts'
import { isTheirs, ofShop } from './shops.ts'
import type { Market, ProductState } from './state.ts'

/** Decides on a product that the actor may touch; another's and a missing one are refused alike. */
function ofProduct(
  market: Market,
  actor: Actor,
  wish: { productId: number; shopId?: number | undefined },
  decideOn: (product: ProductState) => Decision,
): Decision {
  const product = market.products.get(wish.productId)
  const shop = product && market.shops.get(product.shopId)
  const named = wish.shopId === undefined || wish.shopId === product?.shopId
  return product && shop && named && isTheirs(actor, shop)
    ? decideOn(product)
    : refused(refuse('not_found', { productId: wish.productId }))
}

/** The same for one that is not deleted. */
const ofLiveProduct: typeof ofProduct = (market, actor, wish, decideOn) =>
  ofProduct(market, actor, wish, (product) =>
    product.deleted ? refused(refuse('not_found', { productId: product.id })) : decideOn(product),
  )

const conflictOf = (product: ProductState): Decision => conflict({ kind: 'product', id: product.id })

export const decideCreate = (
  market: Market,
  actor: Actor,
  wish: ProductCreateWish,
  bounds: MarketBounds,
): Decision =>
  ofShop(market, actor, wish.shopId, 'seller', () => {
    const { counters } = market
    if (counters.products >= bounds.productsMax) return refused(refuse('market_full'))
    if (counters.lastProductId >= bounds.productsEverMax) return refused(refuse('market_full'))
    const { type: _, ...fields } = wish
    return accepted({ type: 'product:created', productId: counters.lastProductId + 1, ...fields })
  })

export const decideUpdate = (
  market: Market,
  actor: Actor,
  wish: Extract<Wish, { type: 'product:update' }>,
): Decision =>
  ofLiveProduct(market, actor, wish, (product) =>
    wish.ifSeq !== undefined && product.seq > wish.ifSeq
      ? conflictOf(product)
      : accepted({ type: 'product:edited', productId: product.id, changes: wish.changes }),
  )

export const decideRestock = (
  market: Market,
  actor: Actor,
  wish: Extract<Wish, { type: 'product:restock' }>,
): Decision =>
  ofLiveProduct(market, actor, wish, (product) => {
    const stock = product.stock + wish.quantity
    if (stock < 0) {
      return refused(refuse('out_of_stock', { productId: product.id, available: product.stock }))
    }
    if (stock > limits.stockMax) return refused(tooMuchStock('quantity'))
    const { quantity, reason } = wish
    return accepted({ type: 'product:restocked', productId: product.id, quantity, reason })
  })

export const decideCount = (
  market: Market,
  actor: Actor,
  wish: Extract<Wish, { type: 'product:count' }>,
): Decision =>
  ofLiveProduct(market, actor, wish, (product) =>
    product.stock !== wish.ifStock
      ? conflictOf(product)
      : accepted({
          type: 'product:counted',
          productId: product.id,
          quantity: wish.stock - product.stock,
          reason: wish.reason,
        }),
  )

export const decideDelete = (
  market: Market,
  actor: Actor,
  wish: Extract<Wish, { type: 'product:delete' }>,
): Decision =>
  ofLiveProduct(market, actor, wish, (product) =>
    accepted({ type: 'product:deleted', productId: product.id, removed: product.stock }),
  )

export const decideRestore = (
  market: Market,
  actor: Actor,
  wish: Extract<Wish, { type: 'product:restore' }>,
  bounds: MarketBounds,
): Decision =>
  ofProduct(market, actor, wish, (product) => {
    if (!product.deleted) return conflictOf(product)
    if (market.counters.products >= bounds.productsMax) return refused(refuse('market_full'))
    return accepted({ type: 'product:restored', productId: product.id, quantity: product.removedStock })
  })

const tooMuchStock = (path: string) =>
  refuse('invalid', { issues: [{ path, message: `stock would be above ${limits.stockMax}` }] })

export function applyCreated(market: Market, event: ProductCreated, entry: Entry): void {
  const { type: _, productId, ...fields } = event
  market.counters.lastProductId = productId
  market.counters.products += 1
  const product: ProductState = {
    id: productId,
    accountsOnly: false,
    ...fields,
    createdAt: entry.at,
    seq: entry.seq,
    deleted: false,
    removedStock: 0,
    orderCount: 0,
  }
  market.products.set(productId, product)
  move(market, product, entry, { kind: 'listed', quantity: event.stock, reason: null })
}

export function applyEdited(market: Market, { productId, changes }: ProductEdited, { seq }: Entry): void {
  market.products.set(productId, { ...productOf(market, productId), ...changes, seq })
}

export const applyRestocked = (market: Market, event: ProductRestocked, entry: Entry): void =>
  adjust(market, event, entry)

export const applyCounted = (market: Market, event: ProductCounted, entry: Entry): void =>
  adjust(market, event, entry)

function adjust(market: Market, event: ProductRestocked | ProductCounted, entry: Entry): void {
  const before = productOf(market, event.productId)
  const product = { ...before, stock: before.stock + event.quantity }
  market.products.set(product.id, product)
  const kind = event.quantity < 0 ? 'removed' : 'restocked'
  move(market, product, entry, { kind, quantity: Math.abs(event.quantity), reason: event.reason })
}

export function applyDeleted(market: Market, { productId, removed }: ProductDeleted, entry: Entry): void {
  const product = {
    ...productOf(market, productId),
    stock: 0,
    deleted: true,
    removedStock: removed,
    seq: entry.seq,
  }
  market.products.set(productId, product)
  market.counters.products -= 1
  move(market, product, entry, { kind: 'removed', quantity: removed, reason: null })
}

export function applyRestored(market: Market, { productId, quantity }: ProductRestored, entry: Entry): void {
  const product = {
    ...productOf(market, productId),
    stock: quantity,
    deleted: false,
    removedStock: 0,
    seq: entry.seq,
  }
  market.products.set(productId, product)
  market.counters.products += 1
  move(market, product, entry, { kind: 'restocked', quantity, reason: null })
}

/** Writes a line of the product's ledger that is no sale; nothing moved, nothing is written (but a listing of 0 is told). */
export function move(
  market: Market,
  product: ProductState,
  entry: Entry,
  movement: Pick<MovementState, 'kind' | 'quantity' | 'reason'> & { orderId?: string },
): void {
  checkStock(product, entry)
  if (movement.quantity === 0 && movement.kind !== 'listed') return
  const { kind, quantity, reason, orderId = null } = movement
  const { stock } = product
  const by = entry.actor
  const moved = { seq: entry.seq, at: entry.at, kind, quantity, stock, by, reason, orderId }
  market.movements.append(product.id, moved, stock)
}

/** Writes a sale into the product's ledger: its order has all that the line says. */
export function moveSold(market: Market, product: ProductState, entry: Entry, orderId: string): void {
  checkStock(product, entry)
  market.movements.append(product.id, orderId, product.stock)
}

function checkStock({ id, stock }: ProductState, entry: Entry): void {
  if (stock < 0) throw new Error(`entry ${entry.seq} leaves product ${id} a stock below 0`)
}

/** The product that an event names: it must be there. */
export function productOf(market: Market, productId: number): ProductState {
  const product = market.products.get(productId)
  if (!product) throw new Error(`an event names product ${productId}, which is not there`)
  return product
}
