import { type BuyerClient, ClientBase, type ClientParts, toolsOf } from './client.ts'
import { Orders } from './orders.ts'
import { Purchases } from './purchases.ts'
import { StoredPurchases } from './stored-purchases.ts'

/** The storefront's client: the public market, one's own orders, and buying. */
export function createBuyerClient(parts: ClientParts = {}): BuyerClient {
  const tools = toolsOf(parts)
  const base = new ClientBase('/', parts, tools, 'saved')
  const orders = base.follow(
    new Orders({ ...base.links, extent: 'all', list: (query) => base.request('order:list', query) }),
  )
  const commands = base.commands()
  const purchases = new Purchases({
    ...tools,
    ...base.links,
    orders,
    stored: new StoredPurchases(tools.storage),
    position: base.store.position,
  })
  base.startWith(purchases)
  base.onAnotherPerson(() => purchases.forgetAll())
  const rename = async (name: string) => {
    const outcome = await base.request('session:rename', { name })
    if (outcome.kind === 'ok') base.store.setSession(outcome.reply.session)
    return outcome
  }
  return { ...base.client(), orders, purchases, commands, rename }
}
