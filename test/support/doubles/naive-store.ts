import type {
  AssortedProduct,
  Assortments,
  Counters,
  Ledgers,
  Market,
  OrderChange,
  OrderChanges,
  OrderLog,
  Orders,
  PickupCodes,
  Table,
  UnitsHeld,
} from '../../../server/market/market.ts'
import type { OrderState } from '../../../server/market/order.ts'
import type { KnownCommand, MovementState, ProductState, ShopState } from '../../../server/market/state.ts'

/** Everything that a market holds, as plain collections. */
class Contents {
  counters: Counters = {
    epoch: '',
    currency: '',
    currencyDigits: 0,
    seq: 0,
    at: 0,
    lastShopId: 0,
    lastProductId: 0,
    products: 0,
    orders: 0,
    ordersStanding: 0,
    unitsStanding: 0,
  }
  shops = new Map<number, ShopState>()
  slugs = new Map<string, number>()
  products = new Map<number, ProductState>()
  aliases = new Map<string, string>()
  idempotencyWindow = new Map<string, KnownCommand>()
  placedBy = new Map<string, string>()
  orders: OrderState[] = []
  unitsHeld = new Map<string, number>()
  pickupCodes = new Map<string, number>()
  ordersOfBuyer = new Map<string, OrderChange[]>()
  ordersOfShop = new Map<number, OrderChange[]>()
  movements = new Map<number, (number | MovementState)[]>()
  /** In the order in which they were added, restored or deleted. */
  assorted = new Map<number, AssortedProduct>()
}

/** The market in Maps: simple and slow. A draft is a copy of everything. */
export class NaiveMarket implements Market {
  contents = new Contents()

  get counters(): Counters {
    return this.contents.counters
  }
  readonly shops = tableOf(() => this.contents.shops)
  readonly slugs = tableOf(() => this.contents.slugs)
  readonly products = tableOf(() => this.contents.products)
  readonly aliases = tableOf(() => this.contents.aliases)
  readonly idempotencyWindow = tableOf(() => this.contents.idempotencyWindow)
  readonly placedBy = tableOf(() => this.contents.placedBy)
  readonly orders = ordersIn(() => this.contents.orders)
  readonly unitsHeld = unitsIn(() => this.contents.unitsHeld)
  readonly pickupCodes = codesIn(() => this.contents.pickupCodes)
  readonly ordersOfBuyer = logOf(() => this.contents.ordersOfBuyer)
  readonly ordersOfShop = logOf(() => this.contents.ordersOfShop)
  readonly movements = ledgersIn(() => this.contents.movements)
  readonly assortments = assortmentsIn(() => this.contents.assorted)

  draft(): NaiveMarket & { merge(): void } {
    const draft = new NaiveMarket()
    draft.contents = structuredClone(this.contents)
    const merge = (): void => {
      this.contents = draft.contents
    }
    return Object.assign(draft, { merge })
  }
}

const tableOf = <Key, Value>(map: () => Map<Key, Value>): Table<Key, Value> => ({
  get: (key) => map().get(key),
  has: (key) => map().has(key),
  set: (key, value) => void map().set(key, value),
  delete: (key) => void map().delete(key),
})

const ordersIn = (orders: () => OrderState[]): Orders => ({
  get size() {
    return orders().length
  },
  get: (id) => orders().find((order) => order.id === id),
  rowOf: (id) => orders().findIndex((order) => order.id === id),
  at: (row) => orders()[row]!,
  add: (order) => orders().push(order) - 1,
  replace: (row, order) => {
    orders()[row] = order
  },
})

const unitsIn = (units: () => Map<string, number>): UnitsHeld => ({
  of: (buyerId, counted) => units().get(`${counted} ${buyerId}`) ?? 0,
  add: (buyerId, counted, more) =>
    void units().set(`${counted} ${buyerId}`, (units().get(`${counted} ${buyerId}`) ?? 0) + more),
})

const codesIn = (rows: () => Map<string, number>): PickupCodes => ({
  find: (shopId, code) => rows().get(`${shopId} ${code}`) ?? -1,
  add: (shopId, code, row) => void rows().set(`${shopId} ${code}`, row),
  delete: (shopId, code) => void rows().delete(`${shopId} ${code}`),
})

const logOf = <Key>(logs: () => Map<Key, OrderChange[]>): OrderLog<Key> => ({
  append: (key, seq, row) => void logs().set(key, [...(logs().get(key) ?? []), { seq, row }]),
  replace: (key, changes) => void logs().set(key, [...changes]),
  of: (key) => listed(logs().get(key) ?? []),
})

const listed = (changes: readonly OrderChange[]): OrderChanges => ({
  length: changes.length,
  seqAt: (index) => changes[index]!.seq,
  rowAt: (index) => changes[index]!.row,
  [Symbol.iterator]: () => changes[Symbol.iterator](),
})

const ledgersIn = (ledgers: () => Map<number, (number | MovementState)[]>): Ledgers => ({
  append: (productId, moved, stock) =>
    void ledgers().set(productId, [...(ledgers().get(productId) ?? []), moved, stock]),
  forget: (productId) => void ledgers().delete(productId),
})

function assortmentsIn(products: () => Map<number, AssortedProduct>): Assortments {
  const ofShop = (shopId: number): AssortedProduct[] =>
    [...products().values()].filter((product) => product.shopId === shopId)
  return {
    get kept() {
      return products().size
    },
    change: (before, after) => {
      // A product keeps its place unless it changes from live to deleted or back.
      if (before && before.deleted !== after?.deleted) products().delete(before.id)
      if (after) products().set(after.id, after)
    },
    of: (shopId) => {
      const live = ofShop(shopId).filter(({ deleted }) => !deleted)
      const forgettable = ofShop(shopId).filter(({ deleted, orderCount }) => deleted && orderCount === 0)
      const categories = live.flatMap(({ category }) => (category === null ? [] : [category]))
      return {
        live: new Set(live.map(({ id }) => id)),
        forgettable: new Set(forgettable.map(({ id }) => id)),
        categories: {
          size: new Set(categories).size,
          countOf: (category) => categories.filter((each) => each === category).length,
        },
      }
    },
  }
}
