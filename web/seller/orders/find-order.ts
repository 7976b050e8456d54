import type { Order } from '../../../shared/protocol/shapes.ts'
import type { SellerClient } from '../../store/client.ts'
import type { OrderQuery } from './order-pages.ts'

/** Orders that match a code, a number or part of a name; null if the market did not answer. */
export async function findOrders(
  client: SellerClient,
  shopIds: readonly number[],
  find: string,
): Promise<Order[] | null> {
  const found: Order[] = []
  for (const shopId of shopIds) {
    const ofShop = await firstFound(client, shopId, { find })
    if (!ofShop) return null
    found.push(...ofShop)
  }
  return found
}

/** The order with this id, searched among the orders of its product. */
export async function findOrderOfProduct(
  client: SellerClient,
  shopId: number,
  productId: number,
  orderId: string,
): Promise<Order | null> {
  const found = await firstFound(client, shopId, { productId }, ({ id }) => id === orderId)
  return found?.[0] ?? null
}

const pageSize = 100
const pagesMax = 50

/**
 * The matches on the newest page that has one, which the client keeps; null if the market did not answer. The server
 * looks at a limited number of orders per page, so early pages can be empty.
 */
async function firstFound(
  client: SellerClient,
  shopId: number,
  query: OrderQuery,
  isMatch: (order: Order) => boolean = () => true,
): Promise<Order[] | null> {
  let before: string | number | null = null
  for (let page = 0; page < pagesMax; page += 1) {
    const ofPage = { ...query, shopId, limit: pageSize, ...(before === null ? {} : { before }) }
    const outcome = await client.request('order:list', ofPage)
    if (outcome.kind !== 'ok') return null
    const { orders, next } = outcome.reply as { orders: Order[]; next: string | number | null }
    const found = orders.filter(isMatch)
    client.orders.add(found)
    if (found.length > 0 || next === null) return found
    before = next
  }
  return []
}
