import type { OrderPage } from '../../shared/protocol/events.ts'
import type { Outcome } from '../socket/wire.ts'
import { ClientBase, type ClientOptions, type SellerClient } from './client.ts'
import { type OrderQuery, Orders } from './orders.ts'
import { Stats } from './stats.ts'

/** The seller's client: the market with the seller's own hidden products, and the shop's newest orders. */
export function createSellerClient(options: ClientOptions = {}): SellerClient {
  const base = new ClientBase('/seller', options)
  const { tools, store } = base
  const shopIds = () => [...(store.view()?.shops.keys() ?? [])]
  return base.with({
    orders: new Orders({
      ...tools,
      extent: 'newest',
      list: (query) => listOfShops(shopIds(), query, (ofShop) => tools.request('order:list', ofShop)),
    }),
    stats: new Stats({ ...tools, ask: (query) => tools.request('stats:get', query) }),
    commands: base.commands(),
  })
}

/**
 * `order:list` of several shops as one reply: the newest page of each, or with `changedAfter` all changes of each since
 * then. If one shop's outcome is not `ok`, that is the outcome for all.
 */
async function listOfShops(
  shopIds: readonly number[],
  query: OrderQuery,
  list: (query: OrderQuery & { shopId: number }) => Promise<Outcome<OrderPage>>,
): Promise<Outcome<OrderPage>> {
  const orders: OrderPage['orders'] = []
  for (const shopId of shopIds) {
    for (let ofShop = { ...query, shopId }; ; ) {
      const outcome = await list(ofShop)
      if (outcome.kind !== 'ok') return outcome
      orders.push(...outcome.reply.orders)
      if (query.changedAfter === undefined || outcome.reply.next === null) break
      ofShop = { ...ofShop, changedAfter: Number(outcome.reply.next) }
    }
  }
  return { kind: 'ok', reply: { orders, next: null } }
}
