import type { Product } from '../../../shared/protocol/shapes.ts'
import { createBoardClient } from '../../../web/store/board-client.ts'
import { createBuyerClient } from '../../../web/store/buyer-client.ts'
import type { BuyerClient, Client, SellerClient } from '../../../web/store/client.ts'
import { createSellerClient } from '../../../web/store/seller-client.ts'
import { memoryStorage } from '../../../web/store/storage.ts'
import { atEnd } from './leftovers.ts'
import { type Market, operatorToken } from './server.ts'
import { Waiting } from './until.ts'

type AnyClient = BuyerClient | SellerClient | Client<'/board'>

/** A page's own client without the page, stopped after the test. */
class PageClient<C extends AnyClient> {
  readonly client: C
  readonly #waiting: Waiting

  constructor(client: C) {
    this.client = client
    this.#waiting = new Waiting(() => JSON.stringify([client.store.position(), client.store.connection()]))
    for (const topic of ['orders', 'purchases', 'market', 'products', 'list', 'sales', 'connection'] as const)
      client.topics.on(topic, () => this.#waiting.look())
    client.start()
    atEnd(() => client.stop())
  }

  until(holds: () => boolean, what: string): Promise<void> {
    return this.#waiting.until(holds, what)
  }

  /** Resolves once it follows the market and has all orders. */
  inStep(): Promise<void> {
    const { client } = this
    const isLive = (): boolean => ['in-step', 'back'].includes(client.store.connection().kind)
    return this.until(() => isLive() && (!('orders' in client) || client.orders.isComplete()), 'in step')
  }
}

class PageBuyer extends PageClient<BuyerClient> {
  /** Buys one, and resolves with the order's id once it is bought. */
  async buys({ id: productId, price: unitPrice }: Product): Promise<string> {
    const { purchases } = this.client
    const { id } = purchases.buy([{ productId, quantity: 1, unitPrice }])
    await this.until(() => purchases.get(id)?.state.kind === 'bought', `${id} bought`)
    return id
  }
}

const partsOf = ({ url }: Market, token: string | null) => ({
  url,
  identity: { kind: 'token', token } as const,
  storage: memoryStorage(),
})

export const pageBuyer = (market: Market): PageBuyer =>
  new PageBuyer(createBuyerClient(partsOf(market, null)))

export const pageSeller = (market: Market): PageClient<SellerClient> =>
  new PageClient(createSellerClient(partsOf(market, operatorToken)))

export const pageBoard = (market: Market): PageClient<Client<'/board'>> =>
  new PageClient(createBoardClient(partsOf(market, null)))
