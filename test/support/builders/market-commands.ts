import type {
  Actor,
  Command,
  CommandEnvelope,
  ImportRow,
  ProductCreate,
  ShopOpen,
} from '../../../server/market/command.ts'
import { purchasePayloadHash } from '../../../server/market/idempotency.ts'
import type { ProductChanges } from '../../../shared/catalog/product.ts'
import type { ShopChanges } from '../../../shared/catalog/shop.ts'
import type { PurchaseLine } from '../../../shared/protocol/buyer-messages.ts'

/** Makers of valid commands: a test names what it is about, and the rest is filled in. */

export const operator: Actor = { kind: 'operator', id: 'operator' }
export const program: Actor = { kind: 'market', id: 'market' }
export const buyer = (id: string): Actor => ({ kind: 'buyer', id })
export const seller = (
  id: string,
  shopId = shopsOf.get(id) ?? Number(/^seller-(\d+)$/.exec(id)?.[1] ?? 0),
): Actor => ({
  kind: 'seller',
  id,
  shopId,
})

/** Where the sellers of tests work. */
const shopsOf = new Map([
  ['baker', 2],
  ['sam', 2],
  ['fishmonger', 3],
])

/** A UUID that can be read: the nth. */
export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

let made = 0
/** An id that no other command of this file's tests has. */
export function freshId(): string {
  made += 1
  return idOf(made)
}

/** An envelope for a command. Its payload hash is derived from the command; the socket derives it from the payload. */
export const envelopeBy = (actor: Actor, command: Command, id = freshId()): CommandEnvelope => ({
  id,
  actor,
  payloadHash:
    command.type === 'purchase:create' ? purchasePayloadHash(command.lines) : JSON.stringify(command),
  command,
})

export const openMarket = (id?: string): CommandEnvelope =>
  envelopeBy(program, { type: 'market:open', epoch: 'epoch-1', currency: 'EUR', currencyDigits: 2 }, id)

export const openShop = (fields: Partial<ShopOpen> = {}, actor: Actor = program): CommandEnvelope =>
  envelopeBy(actor, {
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

export const updateShop = (shopId: number, changes: ShopChanges, actor: Actor = operator): CommandEnvelope =>
  envelopeBy(actor, { type: 'shop:update', shopId, changes })

export const suspendShop = (shopId: number, actor: Actor = operator): CommandEnvelope =>
  envelopeBy(actor, { type: 'shop:suspend', shopId })

export const clearShop = (shopId: number, actor: Actor = operator): CommandEnvelope =>
  envelopeBy(actor, { type: 'shop:clear', shopId })

export const unsuspendShop = (shopId: number, actor: Actor = operator): CommandEnvelope =>
  envelopeBy(actor, { type: 'shop:restore', shopId })

export const createProduct = (
  fields: Partial<ProductCreate> = {},
  actor: Actor = operator,
): CommandEnvelope =>
  envelopeBy(actor, {
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
  command: Extract<Command, { productId: number }>,
): CommandEnvelope => envelopeBy(actor, shopId === undefined ? command : { ...command, shopId })

export const updateProduct = (
  productId: number,
  changes: ProductChanges,
  { ifSeq, ...on }: OnProduct & { ifSeq?: number } = {},
): CommandEnvelope => onProduct(on, { type: 'product:update', productId, changes, ifSeq })

export const restock = (productId: number, quantity: number, on: OnProduct = {}): CommandEnvelope =>
  onProduct(on, { type: 'product:restock', productId, quantity, reason: null })

export const count = (
  productId: number,
  stock: number,
  ifStock: number,
  on: OnProduct = {},
): CommandEnvelope => onProduct(on, { type: 'product:count', productId, stock, ifStock, reason: null })

export const deleteProduct = (productId: number, on: OnProduct = {}): CommandEnvelope =>
  onProduct(on, { type: 'product:delete', productId })

export const restoreProduct = (productId: number, on: OnProduct = {}): CommandEnvelope =>
  onProduct(on, { type: 'product:restore', productId })

export const importProducts = (
  shopId: number,
  rows: readonly ImportRow[],
  actor: Actor = operator,
): CommandEnvelope => envelopeBy(actor, { type: 'product:import', shopId, rows })

/** A line of a purchase at the price that `createProduct` gives. */
export const line = (productId: number, quantity = 1, unitPrice = 100): PurchaseLine => ({
  productId,
  quantity,
  unitPrice,
})

export const buy = (
  lines: number | readonly PurchaseLine[],
  buyerId = 'ann',
  id = freshId(),
): CommandEnvelope =>
  envelopeBy(
    buyer(buyerId),
    { type: 'purchase:create', lines: typeof lines === 'number' ? [line(lines)] : lines },
    id,
  )

export const cancel = (
  orderId: string,
  actor: Actor = buyer('ann'),
  reason: string | null = null,
  restock = true,
): CommandEnvelope => envelopeBy(actor, { type: 'order:cancel', orderId, reason, restock })

export const expire = (orderId: string, until: number, actor: Actor = program): CommandEnvelope =>
  envelopeBy(actor, { type: 'order:expire', orderId, until })

export const reopen = (shopId: number, until: number, actor: Actor = program): CommandEnvelope =>
  envelopeBy(actor, { type: 'shop:reopen', shopId, until })

export const fulfil = (orderId: string, actor: Actor = operator): CommandEnvelope =>
  envelopeBy(actor, { type: 'order:fulfil', orderId })

export const merge = (from: string, to: string): CommandEnvelope =>
  envelopeBy(program, { type: 'buyer:merge', from, to })

export const ready = (orderId: string, actor: Actor = operator): CommandEnvelope =>
  envelopeBy(actor, { type: 'order:ready', orderId })
