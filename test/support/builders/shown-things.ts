import { productDefaults } from '../../../shared/catalog/product.ts'
import { shopDefaults } from '../../../shared/catalog/shop.ts'
import type { Order, Product, Shop } from '../../../shared/protocol/shapes.ts'

/** A product as it is shown, with these fields; the others are those of bread. */
export const shownProduct = (fields: Partial<Product> = {}): Product => ({
  id: 1,
  shopId: 1,
  name: 'Bread',
  ...productDefaults,
  price: 620,
  stock: 7,
  createdAt: 0,
  seq: 1,
  ...fields,
})

/** A shop as it is shown, with these fields; the others are those of an open shop. */
export const shownShop = (fields: Partial<Shop> = {}): Shop => {
  const { id = 1 } = fields
  return {
    id,
    slug: `shop-${id}`,
    name: `Shop ${id}`,
    description: '',
    pickupNote: '',
    lowStockAt: 5,
    timeZone: 'UTC',
    ...shopDefaults,
    status: 'open',
    reopensAt: null,
    ...fields,
  }
}

/** An order as its buyer is shown it, of these fields; of nothing, otherwise. */
export const shownOrder = (fields: Partial<Order> = {}): Order => ({
  id: '00000000-0000-4000-8000-000000000000',
  number: 1,
  place: 1,
  shopId: 1,
  buyerId: 'b',
  buyerName: 'Ada',
  lines: [],
  total: 0,
  status: 'placed',
  pickupCode: '234567',
  receiptUrl: '',
  placedAt: 0,
  collectBy: null,
  fulfilledAt: null,
  cancelledAt: null,
  cancelledBy: null,
  reason: null,
  seq: 5,
  changedSeq: 5,
  ...fields,
})
