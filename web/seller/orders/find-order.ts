import type { Order } from '../../../shared/protocol/shapes.ts'
import type { SellerClient } from '../../store/client.ts'

/** Orders that match a code, a number or part of a name; null if the market did not answer. */
export async function findOrders(
  client: SellerClient,
  shopIds: readonly number[],
  find: string,
): Promise<Order[] | null> {
  const found: Order[] = []
  for (const shopId of shopIds) {
    const ofShop = await firstFound(client, shopId, find)
    if (!ofShop) return null
    found.push(...ofShop)
  }
  client.orders.add(found)
  return found
}

const pageSize = 100
const pagesMax = 50

/** The newest page with a match. The server looks at a limited number of orders per page, so early pages can be empty. */
async function firstFound(client: SellerClient, shopId: number, find: string): Promise<Order[] | null> {
  let before: string | number | null = null
  for (let page = 0; page < pagesMax; page += 1) {
    const query = { shopId, find, limit: pageSize, ...(before === null ? {} : { before }) }
    const outcome = await client.request('order:list', query)
    if (outcome.kind !== 'ok') return null
    const { orders, next } = outcome.reply as { orders: Order[]; next: string | number | null }
    if (orders.length > 0 || next === null) return orders
    before = next
  }
  return []
}

/** The order with this id, searched among the orders of its product. */
export async function findOrderOfProduct(
  client: SellerClient,
  shopId: number,
  productId: number,
  orderId: string,
): Promise<Order | null> {
  let before: string | number | null = null
  for (let page = 0; page < pagesMax; page += 1) {
    const query = { shopId, productId, limit: pageSize, ...(before === null ? {} : { before }) }
    const outcome = await client.request('order:list', query)
    if (outcome.kind !== 'ok') return null
    const { orders, next } = outcome.reply as { orders: Order[]; next: string | number | null }
    const found = orders.find(({ id }) => id === orderId)
    if (found) {
      client.orders.add([found])
      return found
    }
    if (next === null) return null
    before = next
  }
  return null
}
