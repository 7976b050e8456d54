import type { Refusal } from '../../../shared/refusals.ts'
import type { Fold } from './fold.ts'
import type { Versions } from './versions.ts'

/** A refused command, and the range of seqs (inclusive) within which it was decided. */
export interface Refused {
  event: string
  /** All senders: a repeated refusal may be that of a buyer who has another id by now. */
  buyers: ReadonlySet<string>
  payload: object
  from: number
  to: number
  refusal: Refusal
}

/** Whether the refusal was right at any seq at which it can have been decided; true for codes that are not judged. */
export function wasTrue(fold: Fold, refused: Refused): boolean {
  const { refusal, from, to } = refused
  const wasSo = <Value>(
    versions: Versions<Value> | undefined,
    isSo: (value: Value | undefined) => boolean,
  ): boolean => (versions ? versions.some(from, to, isSo) : isSo(undefined))
  switch (refusal.code) {
    case 'out_of_stock':
      return wasSo(fold.products.get(refusal.productId), (product) => product?.stock === refusal.available)
    case 'price_changed':
      return wasSo(fold.products.get(refusal.productId), (product) => product?.price === refusal.price)
    case 'limit_reached':
      return wasLimit(fold, refused, refusal)
    case 'shop_closed':
      return wasSo(fold.shops.get(refusal.shopId), (shop) => shop?.status !== 'open')
    case 'account_required':
      return wasSo(fold.products.get(refusal.productId), (product) => product?.accountsOnly === true)
    case 'not_cancellable':
    case 'not_fulfillable':
    case 'wrong_status': {
      const order = fold.orders.get((refused.payload as { orderId: string }).orderId)
      return wasSo(order, (state) => state?.status === refusal.status)
    }
    case 'not_found':
      return wasMissing(fold, refused, refusal)
    default:
      return true
  }
}

function wasLimit(
  fold: Fold,
  { buyers, from, to }: Refused,
  { productId, limit, left }: { productId: number; limit: number; left: number },
): boolean {
  const product = fold.products.get(productId)
  if (!product?.some(from, to, (state) => state?.limitPerBuyer === limit)) return false
  // After a sign-in in between, it may be that of either buyer.
  const all = new Set([...buyers, ...[...buyers].map((id) => fold.buyerNow(id))])
  return [...all].some((id) => {
    const isLeft = (had: number | undefined): boolean => Math.max(0, limit - (had ?? 0)) === left
    return fold.standing.get(`${id} ${productId}`)?.some(from, to, isLeft) ?? isLeft(0)
  })
}

function wasMissing(
  fold: Fold,
  { event, buyers, from, to }: Refused,
  { productId, orderId }: { productId?: number; orderId?: string },
): boolean {
  if (productId !== undefined) {
    const versions = fold.products.get(productId)
    if (!versions) return true
    if (event === 'product:restore')
      return versions.some(from, to, (product) => !product || product.forgotten)
    const isFor = (listed: boolean): boolean => event !== 'purchase:create' || listed
    return versions.some(
      from,
      to,
      (product) => !product || product.deleted || !isFor(product.status === 'listed'),
    )
  }
  if (orderId === undefined) return true
  const versions = fold.orders.get(orderId)
  if (!versions) return true
  // The refusal may be for one sender, and the order another sender's.
  if (buyers.size > 1) return true
  if (buyers.has('operator')) return versions.some(from, to, (order) => !order)
  // Compare the ids of that time: two buyers may have been merged since.
  const [buyerId] = [...buyers] as [string]
  const names = new Set([buyerId, fold.buyerNow(buyerId)])
  return versions.some(from, to, (order) => !order || !names.has(order.buyerId))
}
