import type { Movement, Order, Product, SellerMovement, Shop } from '../../shared/protocol/shapes.ts'
import type { OrderState } from '../market/order.ts'
import type { ProductState, ShopState } from '../market/state.ts'
import type { MovementState } from '../store/ledgers.ts'

/** How the market's things look on the wire. Pure. */

export const viewOfShop = (shop: ShopState): Shop => ({
  id: shop.id,
  slug: shop.slug,
  name: shop.name,
  description: shop.description,
  pickupNote: shop.pickupNote,
  lowStockAt: shop.lowStockAt,
  timeZone: shop.timeZone,
  collectMinutes: shop.collectMinutes,
  accountsOnly: shop.accountsOnly,
  status: shop.suspended ? 'suspended' : shop.closed ? 'closed' : 'open',
})

export const viewOfProduct = (product: ProductState): Product => ({
  id: product.id,
  shopId: product.shopId,
  name: product.name,
  description: product.description,
  category: product.category,
  image: product.image,
  price: product.price,
  stock: product.stock,
  limitPerBuyer: product.limitPerBuyer,
  accountsOnly: product.accountsOnly,
  status: product.status,
  createdAt: product.createdAt,
  seq: product.seq,
})

/** What an order shows that the market does not know: names and addresses live outside the journal. */
export interface OrderContext {
  nameOf(buyerId: string): string
  receiptUrlOf(orderId: string): string
}

export const viewOfOrder = (order: OrderState, context: OrderContext): Order => ({
  id: order.id,
  number: order.number,
  place: order.place,
  shopId: order.shopId,
  buyerId: order.buyerId,
  buyerName: context.nameOf(order.buyerId),
  lines: order.lines.map(({ productId, name, quantity, unitPrice }) => ({
    productId,
    name,
    quantity,
    unitPrice,
  })),
  total: order.total,
  status: order.status,
  pickupCode: order.pickupCode,
  receiptUrl: context.receiptUrlOf(order.id),
  placedAt: order.placedAt,
  collectBy: order.collectBy,
  fulfilledAt: order.fulfilledAt,
  cancelledAt: order.cancelledAt,
  cancelledBy: order.cancelledBy,
  reason: order.reason,
  seq: order.seq,
  changedSeq: order.changedSeq,
})

/** A ledger's line as everybody may see it: it names nobody. */
export const viewOfMovement = ({ seq, at, kind, quantity, stock }: MovementState): Movement => ({
  seq,
  at,
  kind,
  quantity,
  stock,
})

export const sellersViewOfMovement = (movement: MovementState): SellerMovement => ({
  ...viewOfMovement(movement),
  by: movement.by,
  reason: movement.reason,
  orderId: movement.orderId,
})
