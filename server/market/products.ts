import { listingOf } from '../../shared/catalog/product.ts'
import { limits } from '../../shared/protocol/limits.ts'
import { refuse } from '../../shared/refusals.ts'
import type { MarketBounds } from './bounds.ts'
import type { Actor, OfProduct } from './command.ts'
import type {
  Entry,
  Event,
  ProductCreated,
  ProductDeleted,
  ProductEdited,
  ProductRestored,
  StockChanged,
} from './event.ts'
import type { Market } from './market.ts'
import { accepted, conflict, type Decide, type Decision, refused } from './outcome.ts'
import { refuseMore } from './quotas.ts'
import { isTheirs, ofShop, refuseSuspended } from './shops.ts'
import type { MovementState, ProductState } from './state.ts'

/** Decides on a product that the actor may change. Another shop's is refused like a missing one. */
function ofProduct(
  market: Market,
  actor: Actor,
  command: OfProduct,
  decideOn: (product: ProductState) => Decision,
): Decision {
  const product = market.products.get(command.productId)
  const shop = product && market.shops.get(product.shopId)
  const named = command.shopId === undefined || command.shopId === product?.shopId
  if (!product || !shop || !named || !isTheirs(actor, shop))
    return refused(refuse('not_found', { productId: command.productId }))
  return refuseSuspended(actor, shop) ?? decideOn(product)
}

/** Like {@link ofProduct}, for a product that is not deleted. */
const ofLiveProduct: typeof ofProduct = (market, actor, command, decideOn) =>
  ofProduct(market, actor, command, (product) =>
    product.deleted ? refused(refuse('not_found', { productId: product.id })) : decideOn(product),
  )

const conflictOf = (product: ProductState): Decision => conflict({ kind: 'product', id: product.id })

export const decideCreate: Decide<'product:create'> = (market, actor, command, bounds) =>
  ofShop(market, actor, command.shopId, 'seller', () => {
    const { shopId } = command
    const listing = listingOf(command)
    const full = refuseMore(market, shopId, { created: 1, categories: [listing.category] }, bounds)
    if (full) return refused(full)
    const productId = market.counters.lastProductId + 1
    return accepted({ type: 'product:created', productId, shopId, ...listing })
  })

export const decideUpdate: Decide<'product:update'> = (market, actor, command, bounds) =>
  ofLiveProduct(market, actor, command, (product) => {
    if (command.ifSeq !== undefined && product.seq > command.ifSeq) return conflictOf(product)
    const { category = null } = command.changes
    const full = refuseMore(market, product.shopId, { categories: [category] }, bounds)
    if (full) return refused(full)
    return accepted({ type: 'product:edited', productId: product.id, changes: command.changes })
  })

export const decideRestock: Decide<'product:restock'> = (market, actor, command) =>
  ofLiveProduct(market, actor, command, (product) => {
    const stock = product.stock + command.quantity
    if (stock < 0) return refused(refuse('out_of_stock', { productId: product.id, available: product.stock }))
    if (stock > limits.stockMax) return refused(tooMuchStock('quantity'))
    const { quantity, reason } = command
    return accepted({ type: 'product:restocked', productId: product.id, quantity, reason })
  })

export const decideCount: Decide<'product:count'> = (market, actor, command) =>
  ofLiveProduct(market, actor, command, (product) => {
    const { stock, ifStock, reason } = command
    if (product.stock !== ifStock) return conflictOf(product)
    const quantity = stock - product.stock
    return accepted({ type: 'product:counted', productId: product.id, quantity, reason })
  })

export const decideDelete: Decide<'product:delete'> = (market, actor, command, bounds) =>
  ofLiveProduct(market, actor, command, (product) => {
    const forgets = tooLongDeleted(market, product, bounds)
    const event: ProductDeleted = { type: 'product:deleted', productId: product.id, removed: product.stock }
    return accepted(forgets.length ? { ...event, forgets } : event)
  })

/** Products forgotten per deletion: more than one, so that a backlog from before this limit existed shrinks. */
const forgottenAtOnceMax = 100

/** The oldest deleted products of the shop that make room for the deletion of `product`. */
function tooLongDeleted({ assortments }: Market, { shopId }: ProductState, bounds: MarketBounds): number[] {
  const tooMany = assortments.of(shopId).forgettable.size + 1 - bounds.deletedPerShopMax
  const forgets: number[] = []
  for (const id of assortments.of(shopId).forgettable) {
    if (forgets.length >= Math.min(tooMany, forgottenAtOnceMax)) break
    forgets.push(id)
  }
  return forgets
}

/**
 * For the operator: deletes all products of a shop, and forgets those that no order names, including earlier
 * deletions. Images are removed; of the remaining products, only what orders need is kept.
 */
export const decideClear: Decide<'shop:clear'> = (market, actor, { shopId }) =>
  ofShop(market, actor, shopId, 'operator', () => {
    const assortment = market.assortments.of(shopId)
    const live = [...assortment.live].sort((one, other) => one - other)
    const events: Event[] = live.flatMap((productId): Event[] => {
      const { stock, image } = productOf(market, productId)
      const bare: Event[] =
        image === null ? [] : [{ type: 'product:edited', productId, changes: { image: null } }]
      return [...bare, { type: 'product:deleted', productId, removed: stock }]
    })
    const forgets = [
      ...assortment.forgettable,
      ...live.filter((productId) => productOf(market, productId).orderCount === 0),
    ]
    const last = events.at(-1)
    if (last?.type === 'product:deleted' && forgets.length > 0) last.forgets = forgets
    return events.length > 0 ? accepted(...events) : conflict({ kind: 'shop', id: shopId })
  })

export const decideRestore: Decide<'product:restore'> = (market, actor, command, bounds) =>
  ofProduct(market, actor, command, (product) => {
    if (!product.deleted) return conflictOf(product)
    const full = refuseMore(market, product.shopId, { restored: 1, categories: [product.category] }, bounds)
    if (full) return refused(full)
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
    ...fields,
    createdAt: entry.at,
    seq: entry.seq,
    deleted: false,
    removedStock: 0,
    orderCount: 0,
  }
  market.products.set(productId, product)
  market.assortments.change(undefined, product)
  move(market, product, entry, { kind: 'listed', quantity: event.stock, reason: null })
}

export function applyEdited(market: Market, { productId, changes }: ProductEdited, { seq }: Entry): void {
  const before = productOf(market, productId)
  const product = { ...before, ...changes, seq }
  market.products.set(productId, product)
  if (product.category !== before.category) market.assortments.change(before, product)
}

export function applyStockChanged(market: Market, event: StockChanged, entry: Entry): void {
  const before = productOf(market, event.productId)
  const product = { ...before, stock: before.stock + event.quantity }
  market.products.set(product.id, product)
  const kind = event.quantity < 0 ? 'removed' : 'restocked'
  move(market, product, entry, { kind, quantity: Math.abs(event.quantity), reason: event.reason })
}

export function applyDeleted(market: Market, event: ProductDeleted, entry: Entry): void {
  const { productId, removed, forgets = [] } = event
  const before = productOf(market, productId)
  const product = { ...before, stock: 0, deleted: true, removedStock: removed, seq: entry.seq }
  market.products.set(productId, product)
  market.assortments.change(before, product)
  market.counters.products -= 1
  move(market, product, entry, { kind: 'removed', quantity: removed, reason: null })
  for (const forgotten of forgets) applyForgotten(market, forgotten, entry)
}

/** Removes a product that nothing refers to: no order, and no ledger that anyone can see. */
function applyForgotten(market: Market, productId: number, entry: Entry): void {
  const product = productOf(market, productId)
  if (!product.deleted || product.orderCount > 0)
    throw new Error(`entry ${entry.seq} forgets product ${productId}, which is still needed`)
  market.assortments.change(product, undefined)
  market.products.delete(productId)
  market.movements.forget(productId)
}

export function applyRestored(market: Market, { productId, quantity }: ProductRestored, entry: Entry): void {
  const before = productOf(market, productId)
  const product = { ...before, stock: quantity, deleted: false, removedStock: 0, seq: entry.seq }
  market.products.set(productId, product)
  market.assortments.change(before, product)
  market.counters.products += 1
  move(market, product, entry, { kind: 'restocked', quantity, reason: null })
}

/** Appends a movement other than a sale to the product's ledger; one of zero only at its creation. */
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

/** Appends a sale to the product's ledger, by the row of its order. */
export function moveSold(market: Market, product: ProductState, entry: Entry, row: number): void {
  checkStock(product, entry)
  market.movements.append(product.id, row, product.stock)
}

function checkStock({ id, stock }: ProductState, entry: Entry): void {
  if (stock < 0) throw new Error(`entry ${entry.seq} leaves product ${id} a stock below 0`)
}

/** The product that an event names. Throws if it does not exist. */
export function productOf(market: Market, productId: number): ProductState {
  const product = market.products.get(productId)
  if (!product) throw new Error(`an event names product ${productId}, which is not there`)
  return product
}
