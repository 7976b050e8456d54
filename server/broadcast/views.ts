import type {
  Movement,
  Order,
  OrderLine,
  Product,
  SellerMovement,
  Shop,
} from '../../shared/protocol/shapes.ts'
import type { OrderState } from '../market/order.ts'
import type { MovementState, ProductState, ShopState } from '../market/state.ts'

/** The market's objects in their wire format. Pure. */

/** Fields left out of a view are undefined, which JSON drops. A field in neither does not compile. */
type ViewOf<State, View> = View & Record<Exclude<keyof State, keyof View>, undefined>

export const viewOfShop = (shop: ShopState): ViewOf<ShopState, Shop> => ({
  ...shop,
  sellerId: undefined,
  closed: undefined,
  suspended: undefined,
  suspendedFor: undefined,
  orderCount: undefined,
  status: shop.suspended ? 'suspended' : shop.closed ? 'closed' : 'open',
})

/** Copying all fields is as fast as naming them; picking them from a list takes as long as encoding them. */
export const viewOfProduct = (product: ProductState): ViewOf<ProductState, Product> => ({
  ...product,
  deleted: undefined,
  removedStock: undefined,
  orderCount: undefined,
})

/** Parts of an order that the market does not know: names and addresses are kept outside the journal. */
export interface OrderContext {
  nameOf(buyerId: string): string
  receiptUrlOf(orderId: string): string
}

export const viewOfOrder = (order: OrderState, context: OrderContext): Required<Order> => ({
  id: order.id,
  number: order.number,
  place: order.place,
  shopId: order.shopId,
  buyerId: order.buyerId,
  buyerName: context.nameOf(order.buyerId),
  lines: order.lines.map(
    ({ productId, name, quantity, unitPrice }): Required<OrderLine> => ({
      productId,
      name,
      quantity,
      unitPrice,
    }),
  ),
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

/** A movement of a ledger as everybody may see it, without names. */
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
