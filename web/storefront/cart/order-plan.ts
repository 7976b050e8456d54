import type { PurchaseLine } from '../../../shared/protocol/buyer-messages.ts'
import { limits } from '../../../shared/protocol/limits.ts'
import type { Order, Product, Shop } from '../../../shared/protocol/shapes.ts'
import { type Draft, draftOf, ownedOf } from '../buy/draft.ts'
import type { CartLine } from './cart.ts'

/** A line of the cart with the current state of its product. */
export interface PlannedLine {
  line: CartLine
  /** Undefined if it is no longer for sale. */
  product: Product | undefined
  draft: Draft | null
  canOrder: boolean
}

/** The order that the lines of one shop become. */
export interface OrderPlan {
  shopId: number
  shop: Shop | undefined
  lines: readonly PlannedLine[]
  /** What would be sent now, at the prices shown now; empty when nothing can be. */
  sendable: readonly PurchaseLine[]
  /** The total of what would be sent, in minor units. */
  total: number
}

export interface MarketNow {
  products: ReadonlyMap<number, Product>
  shops: ReadonlyMap<number, Shop>
  orders: readonly Order[]
}

/** One order for each shop in the cart, sorted by when its first line was added. */
export function planOrders(lines: readonly CartLine[], now: MarketNow): OrderPlan[] {
  const byShop = new Map<number, CartLine[]>()
  for (const line of lines) {
    const shopId = now.products.get(line.productId)?.shopId ?? 0
    byShop.set(shopId, [...(byShop.get(shopId) ?? []), line])
  }
  return [...byShop].map(([shopId, ofShop]) => planOrder(shopId, ofShop, now))
}

function planOrder(shopId: number, lines: readonly CartLine[], now: MarketNow): OrderPlan {
  const shop = now.shops.get(shopId)
  const planned = lines.map((line) => planLine(line, shop, now))
  const sendable = planned
    .filter(({ canOrder }) => canOrder)
    .slice(0, limits.linesMax)
    .map(({ line, product, draft }) => ({
      productId: line.productId,
      quantity: draft?.quantity ?? line.quantity,
      unitPrice: product?.price ?? line.unitPrice,
    }))
  const total = sendable.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0)
  return { shopId, shop, lines: planned, sendable, total }
}

function planLine(line: CartLine, shop: Shop | undefined, now: MarketNow): PlannedLine {
  const product = now.products.get(line.productId)
  if (!product) return { line, product, draft: null, canOrder: false }
  const draft = draftOf(product, line.quantity, ownedOf(now.orders, product.id))
  return {
    line,
    product,
    draft,
    canOrder: line.sentAs === null && shop?.status === 'open' && draft.max > 0,
  }
}
