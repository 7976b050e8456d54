import type { Order } from '../../../shared/protocol/shapes.ts'
import type { PayloadOf } from '../../socket/wire.ts'
import type { SellerClient } from '../../store/client.ts'

/** Selects orders of a shop. Every part is optional. */
export type OrderQuery = Pick<
  PayloadOf<'/seller', 'order:list'>,
  'status' | 'open' | 'find' | 'since' | 'until' | 'network' | 'productId'
>

type Cursor = string | number
interface Shop {
  id: number
  next: Cursor | null | 'start'
  /** The seq of the oldest loaded order; every newer match is known. */
  oldest: number
}

const pageSize = 100

/**
 * Loads orders that match a query into the client's orders, page by page and shop by shop, newest first. From
 * there on the client itself keeps them current.
 */
export class OrderPages {
  readonly #client: SellerClient
  readonly #query: OrderQuery
  readonly #shops: Shop[]
  readonly #networks = new Map<string, string>()
  #run = 0

  constructor(client: SellerClient, shopIds: readonly number[], query: OrderQuery) {
    this.#client = client
    this.#query = query
    this.#shops = shopIds.map((id) => ({ id, next: 'start', oldest: Number.POSITIVE_INFINITY }))
  }

  /** Whether every matching order is known. */
  get isComplete(): boolean {
    return this.#shops.every(({ next }) => next === null)
  }

  /** The network tag of a loaded order. */
  networkOf = (orderId: string): string | undefined => this.#networks.get(orderId)

  /** Whether `order` is within the loaded range. */
  covers = (order: Order): boolean => {
    const shop = this.#shops.find(({ id }) => id === order.shopId)
    return shop !== undefined && (shop.next === null || order.seq >= shop.oldest)
  }

  /** Loads up to `pagesMax` more pages of each shop. False if it was stopped or got no answer. */
  async load(pagesMax: number): Promise<boolean> {
    this.#run += 1
    const run = this.#run
    for (const shop of this.#shops) {
      for (let page = 0; page < pagesMax && shop.next !== null; page += 1) {
        if (!(await this.#loadPage(shop, run))) return false
      }
    }
    return true
  }

  /** Loads everything again, up to `pagesMax` pages of each shop, including newer orders. */
  async loadAll(pagesMax: number): Promise<boolean> {
    for (const shop of this.#shops) shop.next = 'start'
    return this.load(pagesMax)
  }

  stop(): void {
    this.#run += 1
  }

  async #loadPage(shop: Shop, run: number): Promise<boolean> {
    const before = shop.next === 'start' || shop.next === null ? {} : { before: shop.next }
    const query = { ...this.#query, ...before, shopId: shop.id, limit: pageSize }
    const outcome = await this.#client.request('order:list', query)
    if (run !== this.#run || outcome.kind === 'unknown') return false
    if (outcome.kind === 'refused') {
      if (!('retryAfterMs' in outcome.refusal)) return false
      await pause(outcome.refusal.retryAfterMs)
      return run === this.#run && this.#loadPage(shop, run)
    }
    const { orders, next, networks = {} } = outcome.reply
    for (const [orderId, tag] of Object.entries(networks)) this.#networks.set(orderId, tag)
    shop.next = next
    shop.oldest = orders.reduce((oldest, order) => Math.min(oldest, order.seq), shop.oldest)
    this.#client.orders.add(orders)
    return true
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
