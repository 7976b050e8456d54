import {
  type BoundName,
  type BoundUse,
  boundNames,
  type CapacityReport,
} from '../../shared/protocol/operator-messages.ts'
import type { Bounds } from '../bounds.ts'
import type { ImportDesk } from '../csv/import-desk.ts'
import type { Images } from '../images/images.ts'
import type { CommandQueue } from '../queue/queue.ts'
import type { AccountStore } from '../session/account-store.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import type { Machine, Use } from './machine.ts'

/** How each bound is read, on request. Null when unknown. */
type BoundReaders = Readonly<Record<BoundName, () => Use | null | Promise<Use | null>>>

/** How full each bound is. */
export class Capacity {
  readonly #readers: BoundReaders
  constructor(readers: BoundReaders) {
    this.#readers = readers
  }

  /** All known bounds, by importance. */
  async read(): Promise<BoundUse[]> {
    const uses = await Promise.all(
      boundNames.map(async (name) => {
        const use = await this.#readers[name]()
        return use && { name, ...use }
      }),
    )
    return uses.filter((use) => use !== null)
  }

  /** One of them. */
  async use(name: BoundName): Promise<Use | null> {
    return this.#readers[name]()
  }
}

interface Dependencies {
  market: DurableMarket
  queue: CommandQueue
  accounts: AccountStore
  images: Images
  importDesk: ImportDesk
  machine: Machine
  dataFolder: string
  /** Open connections of all kinds. */
  connections(): number
  bounds: Bounds
}

/** Every bound of a running market. */
export function capacityOf(dependencies: Dependencies): Capacity {
  const { market, queue, accounts, images, importDesk, machine, dataFolder, connections, bounds } =
    dependencies
  const { counters, assortments } = market
  return new Capacity({
    disk: () => machine.disk(dataFolder),
    orders: () => ({ used: counters.ordersStanding, max: bounds.market.ordersMax }),
    ordersEver: () => ({ used: counters.orders, max: bounds.market.ordersEverMax }),
    products: () => ({ used: counters.products, max: bounds.market.productsMax }),
    productsKept: () => ({ used: assortments.kept, max: bounds.market.productsKeptMax }),
    shops: () => ({ used: counters.lastShopId, max: bounds.market.shopsMax }),
    accounts: () => ({ used: accounts.count('account'), max: bounds.session.accountsMax }),
    names: () => ({ used: accounts.count('name'), max: bounds.session.namesMax }),
    links: () => ({ used: accounts.count('link'), max: bounds.session.linksMax }),
    endedSessions: () => ({ used: accounts.count('ended'), max: bounds.session.endedMax }),
    images: async () => ({ used: (await images.usage()).total.images, max: bounds.images.imagesMax }),
    imageBytes: async () => ({ used: (await images.usage()).total.bytes, max: bounds.images.imageBytesMax }),
    importRows: async () => ({ used: (await importDesk.usage()).rows, max: bounds.imports.planRowsMax }),
    queue: () => ({ used: queue.length, max: bounds.queue.waitingMax }),
    connections: () => ({ used: connections(), max: bounds.socket.connectionsMax }),
    openFiles: () => machine.openFiles(),
    memory: () => machine.memory(),
  })
}

/** How much each shop may have. */
export const quotasOf = ({ market, images }: Bounds): CapacityReport['quotas'] => ({
  products: market.productsPerShopMax,
  categories: market.categoriesPerShopMax,
  images: images.imagesPerShopMax,
  imageBytes: images.imageBytesPerShopMax,
})
