import type {
  Actor,
  Command,
  ImportRow,
  ProductCreateWish,
  ShopOpen,
  Wish,
  WishedLine,
} from '../../../server/market/command.ts'
import { purchaseContent } from '../../../server/market/idempotency.ts'
import type { ProductChanges } from '../../../shared/catalog/product.ts'
import type { ShopChanges } from '../../../shared/catalog/shop.ts'

/** Makers of valid commands: a test names what it is about, and the rest is filled in. */

export const operator: Actor = { kind: 'operator', id: 'operator' }
export const program: Actor = { kind: 'market', id: 'market' }
export const buyer = (id: string): Actor => ({ kind: 'buyer', id })
export const seller = (id: string): Actor => ({ kind: 'seller', id })

/** A UUID that can be read: the nth. */
export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

let made = 0
/** An id that no other command of this file's tests has. */
export function freshId(): string {
  made += 1
  return idOf(made)
}

/** Any wish as a command; its content is told from the wish, as the socket does from the payload. */
export const command = (actor: Actor, wish: Wish, id = freshId()): Command => ({
  id,
  actor,
  content: wish.type === 'purchase:create' ? purchaseContent(wish.lines) : JSON.stringify(wish),
  wish,
})

export const openMarket = (id?: string): Command =>
  command(program, { type: 'market:open', epoch: 'epoch-1', currency: 'EUR', currencyDigits: 2 }, id)

export const openShop = (fields: Partial<ShopOpen> = {}, actor: Actor = program): Command =>
  command(actor, {
    type: 'shop:open',
    sellerId: 'operator',
    slug: 'house',
    name: 'House',
    description: '',
    pickupNote: 'At the counter',
    lowStockAt: 5,
    timeZone: 'UTC',
    ...fields,
  })

export const updateShop = (shopId: number, changes: ShopChanges, actor: Actor = operator): Command =>
  command(actor, { type: 'shop:update', shopId, changes })

export const suspendShop = (shopId: number, actor: Actor = operator): Command =>
  command(actor, { type: 'shop:suspend', shopId })

export const clearShop = (shopId: number, actor: Actor = operator): Command =>
  command(actor, { type: 'shop:clear', shopId })

export const unsuspendShop = (shopId: number, actor: Actor = operator): Command =>
  command(actor, { type: 'shop:restore', shopId })

export const createProduct = (fields: Partial<ProductCreateWish> = {}, actor: Actor = operator): Command =>
  command(actor, {
    type: 'product:create',
    shopId: 1,
    name: 'Bread',
    price: 100,
    stock: 10,
    ...fields,
  })

/** Whose command on a product it is, and of which shop the product is said to be. */
interface OnProduct {
  actor?: Actor
  shopId?: number
}

const onProduct = (
  { actor = operator, shopId }: OnProduct,
  wish: Extract<Wish, { productId: number }>,
): Command => command(actor, shopId === undefined ? wish : { ...wish, shopId })

export const updateProduct = (
  productId: number,
  changes: ProductChanges,
  { ifSeq, ...on }: OnProduct & { ifSeq?: number } = {},
): Command => onProduct(on, { type: 'product:update', productId, changes, ifSeq })

export const restock = (productId: number, quantity: number, on: OnProduct = {}): Command =>
  onProduct(on, { type: 'product:restock', productId, quantity, reason: null })

export const count = (productId: number, stock: number, ifStock: number, on: OnProduct = {}): Command =>
  onProduct(on, { type: 'product:count', productId, stock, ifStock, reason: null })

export const deleteProduct = (productId: number, on: OnProduct = {}): Command =>
  onProduct(on, { type: 'product:delete', productId })

export const restoreProduct = (productId: number, on: OnProduct = {}): Command =>
  onProduct(on, { type: 'product:restore', productId })

export const importProducts = (
  shopId: number,
  rows: readonly ImportRow[],
  actor: Actor = operator,
): Command => command(actor, { type: 'product:import', shopId, rows })

/** A line of a purchase at the price that `createProduct` gives. */
export const line = (productId: number, quantity = 1, unitPrice = 100): WishedLine => ({
  productId,
  quantity,
  unitPrice,
})

export const buy = (lines: number | readonly WishedLine[], buyerId = 'ann', id = freshId()): Command =>
  command(
    buyer(buyerId),
    { type: 'purchase:create', lines: typeof lines === 'number' ? [line(lines)] : lines },
    id,
  )

export const cancel = (orderId: string, actor: Actor = buyer('ann'), reason: string | null = null): Command =>
  command(actor, { type: 'order:cancel', orderId, reason })

export const expire = (orderId: string, until: number, actor: Actor = program): Command =>
  command(actor, { type: 'order:expire', orderId, until })

export const fulfil = (orderId: string, actor: Actor = operator): Command =>
  command(actor, { type: 'order:fulfil', orderId })

export const merge = (from: string, to: string): Command =>
  command(program, { type: 'buyer:merge', from, to })

export const ready = (orderId: string, actor: Actor = operator): Command =>
  command(actor, { type: 'order:ready', orderId })
