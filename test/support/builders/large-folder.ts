import { nodeDisk } from '../../../server/disk/node-disk.ts'
import { FileJournal } from '../../../server/journal/file-journal.ts'
import { marketBounds } from '../../../server/market/bounds.ts'
import type { CommandEnvelope } from '../../../server/market/command.ts'
import { decide } from '../../../server/market/decide.ts'
import type { Entry } from '../../../server/market/event.ts'
import { evolve } from '../../../server/market/evolve.ts'
import type { DurableMarket } from '../../../server/store/durable-market.ts'
import { entryVersion } from '../../../server/versions/steps.ts'
import { type SeededRandom, seededRandom } from '../../../shared/seeded-random.ts'
import {
  buy,
  buyer,
  cancel,
  createProduct,
  deleteProduct,
  fulfil,
  idOf,
  line,
  merge,
  openMarket,
  openShop,
  restock,
  seller,
} from './market-commands.ts'
import { newMarket } from './new-market.ts'

/** How much has happened in a folder. */
export interface LargeFolder {
  folder: string
  products: number
  orders: number
  seed: number
}

const productsPerShop = 1_000
const entriesPerGroup = 1_000

/**
 * Writes the journal of a market with this many products and orders, decided by the market itself: for every
 * hundred orders about ten are cancelled, thirty handed over, two restocks, and now and then a buyer signs in
 * or a product goes. A million orders take half a minute. Resolves with the market.
 */
export async function writeLargeFolder({
  folder,
  products,
  orders,
  seed,
}: LargeFolder): Promise<DurableMarket> {
  const journal = await FileJournal.open({
    disk: nodeDisk,
    folder,
    from: 0,
    knownDurableSeq: 0,
    report: ({ file }) => {
      throw new Error(`${file} was there before`)
    },
  })
  const past = new Past(seed, products)
  try {
    for (let group: Entry[] = []; ; group = []) {
      while (group.length < entriesPerGroup && past.market.counters.orders < orders) {
        const entry = past.next()
        if (entry) group.push(entry)
      }
      if (group.length === 0) return past.market
      await journal.append(group[0]!.seq - 1, group)
    }
  } finally {
    await journal.close()
  }
}

/** A few buyers order all there is. */
const bounds = { ...marketBounds, openOrdersPerGuestMax: Number.POSITIVE_INFINITY }

/** What happens, one entry after the other. */
class Past {
  readonly market = newMarket()
  readonly #random: SeededRandom
  readonly #products: number
  readonly #shops: number
  /** Orders that may still be waiting. */
  readonly #waiting: string[] = []
  #commands = 0

  constructor(seed: number, products: number) {
    this.#random = seededRandom(seed)
    this.#products = products
    this.#shops = Math.ceil(products / productsPerShop)
  }

  /** Null when the command was refused. */
  next(): Entry | null {
    this.#commands += 1
    const envelope = { ...this.#envelope(), id: idOf(this.#commands) }
    const { seq } = this.market.counters
    const at = 1_700_000_000_000 + this.#commands
    const random = this.#random.integer(0, 2 ** 31)
    const decision = decide(this.market, envelope, { at, random }, bounds)
    if (decision.kind !== 'accepted') return null
    const { id, actor, payloadHash, command } = envelope
    const entry: Entry = { v: entryVersion, seq: seq + 1, at, id, actor: actor.id, events: decision.events }
    if (command.type === 'purchase:create') this.#waiting.push(id)
    else entry.content = payloadHash
    evolve(this.market, entry)
    return entry
  }

  #envelope(): CommandEnvelope {
    const { seq, lastShopId, lastProductId } = this.market.counters
    if (seq === 0) return openMarket()
    if (lastShopId < this.#shops)
      return openShop({ slug: `shop-${lastShopId + 1}`, sellerId: `seller-${lastShopId + 1}` })
    if (lastProductId < this.#products) return this.#creation(lastProductId)
    return this.#trade()
  }

  #creation(made: number): CommandEnvelope {
    const shopId = Math.floor(made / productsPerShop) + 1
    const fields = { name: `Product ${made + 1}`, description: 'As it was last year', stock: 1_000_000 }
    return createProduct({ ...fields, shopId }, seller(`seller-${shopId}`))
  }

  #trade(): CommandEnvelope {
    const random = this.#random
    const kind = random.fraction()
    if (kind < 0.7) return this.#purchase()
    if (kind < 0.77) return this.#ending((orderId, buyerId) => cancel(orderId, buyer(buyerId)))
    if (kind < 0.98) return this.#ending((orderId) => fulfil(orderId))
    if (kind < 0.999) return restock(random.integer(1, this.#products), random.integer(1, 20))
    if (kind < 0.9999) return merge(this.#buyerId(), `account-${random.integer(1, 50_000)}`)
    return deleteProduct(random.integer(1, this.#products))
  }

  #purchase(): CommandEnvelope {
    const random = this.#random
    const productId = random.integer(1, this.#products)
    const lines = [line(productId)]
    const other = productId - 1
    if (other % productsPerShop !== 0 && random.chance(0.2)) lines.push(line(other, 2))
    return buy(lines, this.#buyerId())
  }

  /** Of an order among the last ones, as orders are handed over. */
  #ending(make: (orderId: string, buyerId: string) => CommandEnvelope): CommandEnvelope {
    const waiting = this.#waiting
    if (waiting.length === 0) return this.#purchase()
    const index = Math.max(0, waiting.length - 1 - this.#random.integer(0, 20_000))
    const orderId = waiting[index]!
    waiting[index] = waiting.at(-1)!
    waiting.pop()
    return make(orderId, this.market.orders.get(orderId)!.buyerId)
  }

  #buyerId(): string {
    return `buyer-${this.#random.integer(1, 200_000)}`
  }
}
