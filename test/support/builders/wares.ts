import { randomUUID } from 'node:crypto'
import type { PurchaseCreate } from '../../../shared/protocol/buyer-messages.ts'
import type { ProductCreate } from '../../../shared/protocol/seller-messages.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import type { Client } from '../drivers/client.ts'

/** Payloads with an id of their own: a test names what it is about, and the rest is filled in. */

export const bread = (fields: Partial<ProductCreate> = {}): ProductCreate => ({
  id: randomUUID(),
  name: 'Bread',
  price: 620,
  stock: 20,
  ...fields,
})

/** Lists a product, and resolves with it. */
export async function list(seller: Client<'/seller'>, fields: Partial<ProductCreate> = {}): Promise<Product> {
  return (await seller.ok('product:create', bread(fields))).product
}

/** A purchase of one product at its price. */
export const purchase = ({ id: productId, price }: Product, quantity = 1): PurchaseCreate => ({
  id: randomUUID(),
  lines: [{ productId, quantity, unitPrice: price }],
})

export const newId = (): string => randomUUID()
