import { ClientBase, type ClientParts, type SellerClient, toolsOf } from './client.ts'
import { Orders } from './orders.ts'
import { listOfShops } from './orders-of-shops.ts'
import { Stats } from './stats.ts'

/** The seller's client: the market with the seller's own hidden products, and the shop's newest orders. */
export function createSellerClient(parts: ClientParts = {}): SellerClient {
  // Not saved, as it contains hidden products and another person may use this device next.
  const base = new ClientBase('/seller', parts, toolsOf(parts), 'per session')
  const shopIds = () => [...(base.store.view()?.shops.keys() ?? [])]
  const orders = base.follow(
    new Orders({
      ...base.links,
      extent: 'newest',
      list: (query) => listOfShops(shopIds(), query, (ofShop) => base.request('order:list', ofShop)),
    }),
  )
  const stats = base.followStats(
    new Stats({ ...base.links, ask: (query) => base.request('stats:get', query) }),
  )
  return { ...base.client(), orders, stats, commands: base.commands() }
}
