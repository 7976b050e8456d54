import { hash } from 'node:crypto'
import type { PurchaseCreate } from '../../shared/protocol/buyer-messages.ts'
import type * as seller from '../../shared/protocol/seller-messages.ts'
import type { Actor, Command, CommandEnvelope } from '../market/command.ts'
import { purchasePayloadHash } from '../market/idempotency.ts'

/** Turns validated payloads into commands of the market. Pure. */

type Named<Fields> = { [Key in keyof Fields]: Exclude<Fields[Key], undefined> }

/** Only fields that were sent: an absent field stays as it is. */
const named = <Fields extends object>(fields: Fields): Named<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Named<Fields>

const orderCommand =
  (type: 'order:ready' | 'order:fulfil') =>
  ({ orderId, shopId }: seller.OrderCommand): Command => ({ type, orderId, shopId })

const productCommand =
  (type: 'product:delete' | 'product:restore') =>
  ({ productId, shopId }: seller.ProductCommand): Command => ({ type, productId, shopId })

/** The command for each event on `/seller`. Without `shopId` it concerns the seller's own shop, the operator's house shop. */
export const sellerCommands = {
  'product:create': ({ id: _, shopId, ...product }: seller.ProductCreate, ownShopId: number): Command => ({
    type: 'product:create',
    shopId: shopId ?? ownShopId,
    ...product,
  }),
  'product:update': ({ id: _, productId, shopId, ifSeq, ...changes }: seller.ProductUpdate): Command => ({
    type: 'product:update',
    productId,
    shopId,
    ifSeq,
    changes: named(changes),
  }),
  'product:restock': ({ productId, shopId, quantity, reason }: seller.ProductRestock): Command => ({
    type: 'product:restock',
    productId,
    shopId,
    quantity,
    reason: reason ?? null,
  }),
  'product:count': ({ productId, shopId, stock, ifStock, reason }: seller.ProductCount): Command => ({
    type: 'product:count',
    productId,
    shopId,
    stock,
    ifStock,
    reason: reason ?? null,
  }),
  'product:delete': productCommand('product:delete'),
  'product:restore': productCommand('product:restore'),
  'order:ready': orderCommand('order:ready'),
  'order:fulfil': orderCommand('order:fulfil'),
  'order:cancel': ({ orderId, shopId, reason, restock = true }: seller.OrderCancel): Command => ({
    type: 'order:cancel',
    orderId,
    shopId,
    reason: reason ?? null,
    restock,
  }),
  'shop:update': ({ id: _, shopId, ...changes }: seller.ShopUpdate, ownShopId: number): Command => ({
    type: 'shop:update',
    shopId: shopId ?? ownShopId,
    changes: named(changes),
  }),
} as const

export const purchaseCommand = ({ lines }: PurchaseCreate): Command => ({ type: 'purchase:create', lines })

export const cancelOwnCommand = ({ orderId }: { orderId: string }): Command => ({
  type: 'order:cancel',
  orderId,
  reason: null,
})

/** What identifies a command besides its id and actor: the event and the validated payload. */
function payloadHashOf(event: string, payload: { id: string }): string {
  if (event === 'purchase:create') return purchasePayloadHash((payload as PurchaseCreate).lines)
  const { id: _, ...rest } = payload
  return hash('sha256', `${event}\n${JSON.stringify(rest)}`, 'base64url').slice(0, 22)
}

/** The images that a command gives a product or a shop. */
export function imagesOf(command: Command): string[] {
  if (command.type === 'product:create') return thoseOf(command.image)
  if (command.type === 'product:update') return thoseOf(command.changes.image)
  return command.type === 'shop:update' ? thoseOf(command.changes.avatar, command.changes.banner) : []
}

const thoseOf = (...images: (string | null | undefined)[]): string[] =>
  images.filter((image) => image !== null && image !== undefined)

export const envelopeOf = (
  event: string,
  payload: { id: string },
  actor: Actor,
  command: Command,
): CommandEnvelope => ({
  id: payload.id,
  actor,
  payloadHash: payloadHashOf(event, payload),
  command,
})
