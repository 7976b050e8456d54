import { type BuyerClient, ClientBase, type ClientOptions } from './client.ts'
import { Orders } from './orders.ts'
import { Purchases } from './purchases.ts'
import { StoredPurchases } from './stored-purchases.ts'

/** The storefront's client: the public market, one's own orders, and buying. */
export function createBuyerClient(options: ClientOptions = {}): BuyerClient {
  const base = new ClientBase('/', options)
  const { tools, store } = base
  const orders = new Orders({ ...tools, extent: 'all', list: (query) => tools.request('order:list', query) })
  const stored = new StoredPurchases(tools.storage)
  return base.with({
    orders,
    purchases: new Purchases({ ...tools, orders, stored, position: store.position }),
    commands: base.commands(),
    async rename(name: string) {
      const outcome = await tools.request('session:rename', { name })
      if (outcome.kind === 'ok') store.setSession(outcome.reply.session)
      return outcome
    },
  })
}
