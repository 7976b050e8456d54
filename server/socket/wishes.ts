import { hash } from 'node:crypto'
import type { PurchaseCreate } from '../../shared/protocol/buyer-messages.ts'
import type * as seller from '../../shared/protocol/seller-messages.ts'
import type { Actor, Command, Wish } from '../market/command.ts'
import { purchaseContent } from '../market/idempotency.ts'

/** Checked payloads become the market's wishes here. Pure. */

type Named<Fields> = { [Key in keyof Fields]: Exclude<Fields[Key], undefined> }

/** Only what was named: an absent field stays as it is. */
const named = <Fields extends object>(fields: Fields): Named<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Named<Fields>

const orderWish =
  (type: 'order:ready' | 'order:fulfil') =>
  ({ orderId, shopId }: seller.OrderCommand): Wish => ({ type, orderId, shopId })

/** What each command on `/seller` wishes; `shopId` absent means the seller's own, the house shop for the operator. */
export const sellerWishes = {
  'product:create': ({ id: _, shopId, ...product }: seller.ProductCreate, ownShopId: number): Wish => ({
    type: 'product:create',
    shopId: shopId ?? ownShopId,
    ...product,
  }),
  'product:update': ({ id: _, productId, shopId, ifSeq, ...changes }: seller.ProductUpdate): Wish => ({
    type: 'product:update',
    productId,
    shopId,
    ifSeq,
    changes: named(changes),
  }),
  'product:restock': ({ productId, shopId, quantity, reason }: seller.ProductRestock): Wish => ({
    type: 'product:restock',
    productId,
    shopId,
    quantity,
    reason: reason ?? null,
  }),
  'product:count': ({ productId, shopId, stock, ifStock, reason }: seller.ProductCount): Wish => ({
    type: 'product:count',
    productId,
    shopId,
    stock,
    ifStock,
    reason: reason ?? null,
  }),
  'product:delete': ({ productId, shopId }: seller.ProductCommand): Wish => ({
    type: 'product:delete',
    productId,
    shopId,
  }),
  'product:restore': ({ productId, shopId }: seller.ProductCommand): Wish => ({
    type: 'product:restore',
    productId,
    shopId,
  }),
  'order:ready': orderWish('order:ready'),
  'order:fulfil': orderWish('order:fulfil'),
  'order:cancel': ({ orderId, shopId, reason }: seller.OrderCancel): Wish => ({
    type: 'order:cancel',
    orderId,
    shopId,
    reason: reason ?? null,
  }),
  'shop:update': ({ id: _, shopId, ...changes }: seller.ShopUpdate, ownShopId: number): Wish => ({
    type: 'shop:update',
    shopId: shopId ?? ownShopId,
    changes: named(changes),
  }),
} as const

export const purchaseWish = ({ lines }: PurchaseCreate): Wish => ({ type: 'purchase:create', lines })

export const cancelOwnWish = (orderId: string): Wish => ({ type: 'order:cancel', orderId, reason: null })

/** What a command is known by besides its id and actor: event and payload, as checked. */
function contentOf(event: string, payload: { id: string }): string {
  if (event === 'purchase:create') return purchaseContent((payload as PurchaseCreate).lines)
  const { id: _, ...rest } = payload
  return hash('sha256', `${event}\n${JSON.stringify(rest)}`, 'base64url').slice(0, 22)
}

/** The picture that a wish gives a product. */
export function imageOf(wish: Wish): string | null {
  if (wish.type === 'product:create') return wish.image ?? null
  return wish.type === 'product:update' ? (wish.changes.image ?? null) : null
}

export const commandOf = (event: string, payload: { id: string }, actor: Actor, wish: Wish): Command => ({
  id: payload.id,
  actor,
  content: contentOf(event, payload),
  wish,
})
