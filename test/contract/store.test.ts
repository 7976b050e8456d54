import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Market, openOrders } from '../../server/market/market.ts'
import type { MovementState, ProductState } from '../../server/market/state.ts'
import { draftOf } from '../../server/store/draft.ts'
import type { DurableMarket } from '../../server/store/durable-market.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { anyOrder } from '../support/builders/any-order.ts'
import { batches, type Change, tablesOf, world } from '../support/builders/market-changes.ts'
import { idOf } from '../support/builders/market-commands.ts'
import { newMarket } from '../support/builders/new-market.ts'
import { NaiveMarket } from '../support/doubles/naive-store.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

interface Store {
  market: Market
  draft(): Market & { merge(): void }
  /** Alternating: the units moved, and the stock afterwards. */
  ledgerOf(productId: number): readonly (number | MovementState)[]
}

function columnStore(market: DurableMarket = newMarket()): Store {
  return {
    market,
    draft: () => draftOf(market),
    ledgerOf: (productId) => market.movements.map.get(productId) ?? [],
  }
}

function naiveStore(): Store & { market: NaiveMarket } {
  const market = new NaiveMarket()
  return {
    market,
    draft: () => market.draft(),
    ledgerOf: (productId) => market.contents.movements.get(productId) ?? [],
  }
}

const order = (number: number) => anyOrder(seededRandom(number), idOf(number))

describe.each([
  ['in columns', columnStore],
  ['in Maps', naiveStore],
])('[G6] a store %s', (_, open) => {
  test('[G6] shows nothing of a draft before it is merged, or after it is dropped', () => {
    const store = open()
    const changeAll: Change = (market) => {
      const row = market.orders.add(order(1))
      market.counters.seq = 7
      market.slugs.set('bakery', 1)
      market.unitsHeld.add('ann', 1, 2)
      market.pickupCodes.add(1, 5, row)
      market.ordersOfBuyer.append('ann', 1, row)
      market.movements.append(1, row, 3)
      market.assortments.change(undefined, {
        id: 1,
        shopId: 1,
        category: 'Bread',
        deleted: false,
        orderCount: 0,
      })
    }
    const before = readAll(store.market, store)
    const dropped = store.draft()
    changeAll(dropped)
    expect(readAll(store.market, store)).toEqual(before)
    expect(dropped.orders.get(idOf(1))).toEqual(order(1))

    const merged = store.draft()
    expect(readAll(merged, store)).toEqual(before)
    changeAll(merged)
    merged.merge()
    expect(store.market.counters.seq).toBe(7)
    expect(store.market.slugs.get('bakery')).toBe(1)
    expect(store.market.assortments.of(1).live.size).toBe(1)
    expect([...store.market.ordersOfBuyer.of('ann')]).toEqual([{ seq: 1, row: 0 }])
    expect(store.ledgerOf(1)).toEqual([0, 3])
  })

  test('[G6] keeps the rows that a draft gave to its orders', () => {
    const { market, draft: makeDraft } = open()
    market.orders.add(order(1))
    const draft = makeDraft()
    expect([order(2), order(3)].map((each) => draft.orders.add(each))).toEqual([1, 2])
    draft.orders.replace(0, { ...order(1), total: 17 })
    draft.orders.replace(2, { ...order(3), total: 18 })
    const totals = (orders: Market['orders']) => [0, 1, 2].map((row) => orders.at(row).total)
    expect(totals(draft.orders)).toEqual([17, order(2).total, 18])
    draft.merge()
    expect(totals(market.orders)).toEqual([17, order(2).total, 18])
    expect([1, 2, 3, 4].map((number) => market.orders.rowOf(idOf(number)))).toEqual([0, 1, 2, -1])
    expect(market.orders.get(idOf(4))).toBeUndefined()
  })

  test('[G14] lists the changes of a buyer, few or many', () => {
    const { market } = open()
    market.orders.add(order(1))
    for (let seq = 2 ** 32 - 100; seq < 2 ** 32 + 100; seq += 1) market.ordersOfBuyer.append('ann', seq, 0)
    const changes = market.ordersOfBuyer.of('ann')
    expect([changes.length, changes.seqAt(0), changes.seqAt(199)]).toEqual([200, 2 ** 32 - 100, 2 ** 32 + 99])
    market.ordersOfBuyer.replace('ann', [{ seq: 1, row: 0 }])
    expect([...market.ordersOfBuyer.of('ann')]).toEqual([{ seq: 1, row: 0 }])
    expect([...market.ordersOfBuyer.of('constructor')]).toEqual([])
  })

  test('[G4] counts units and open orders of each buyer separately', () => {
    const { market } = open()
    market.unitsHeld.add('ann', 1, 2)
    market.unitsHeld.add('ann', openOrders(1), 5)
    market.unitsHeld.add('', 1, 1)
    expect(market.unitsHeld.of('ann', 1)).toBe(2)
    expect(market.unitsHeld.of('ann', openOrders(1))).toBe(5)
    expect(['', 'bob', 'toString'].map((buyerId) => market.unitsHeld.of(buyerId, 1))).toEqual([1, 0, 0])
  })

  test('[G6] can give a code to another order in the draft that frees it', () => {
    const { market, draft: makeDraft } = open()
    const coded = (number: number) => ({ ...order(number), shopId: 1, pickupCode: '222222' })
    market.pickupCodes.add(1, 0, market.orders.add(coded(1)))
    const draft = makeDraft()
    draft.pickupCodes.delete(1, 0)
    expect(draft.pickupCodes.find(1, 0)).toBe(-1)
    draft.pickupCodes.add(1, 0, draft.orders.add(coded(2)))
    expect([draft.pickupCodes.find(1, 0), market.pickupCodes.find(1, 0)]).toEqual([1, 0])
    draft.merge()
    expect([market.pickupCodes.find(1, 0), market.pickupCodes.find(2, 0)]).toEqual([1, -1])
  })
})

test('[G14] the store in columns equals a store of Maps, after any drafts', () => {
  assertHolds(
    fc.property(batches, (history) => {
      const market = newMarket()
      const stores = [columnStore(market), naiveStore()] as const
      for (const { changes, end } of history) {
        const views = stores.map((store) => (end === 'direct' ? store.market : store.draft()))
        for (const change of changes) for (const view of views) change(view)
        const [found, expected] = stores.map((store, index) => readAll(views[index]!, store))
        expect(found).toEqual(expected)
        if (end === 'merged') for (const view of views) (view as ReturnType<Store['draft']>).merge()
        const [durable, naive] = stores.map((store) => readAll(store.market, store))
        expect(durable).toEqual(naive)
      }
      checkReaders(market, stores[1].market)
    }),
    { numRuns: 300 },
  )
})

test('[G6] a draft cannot be merged into a market that got other orders since', () => {
  const market = newMarket()
  const [first, second] = [draftOf(market), draftOf(market)]
  for (const [index, draft] of [first, second].entries()) {
    draft.counters.seq = index
    draft.orders.add(order(index))
  }
  first.merge()
  expect(() => second.merge()).toThrow('since the draft was made')
  expect(market.orders.size).toBe(1)
  expect(() => market.orders.add(order(0))).toThrow('is there already')
})

/** All that the rules can read of the small market, and the ledgers. */
function readAll(market: Market, store: Store) {
  const { orders, unitsHeld, pickupCodes, ordersOfBuyer, ordersOfShop, assortments, products } = market
  return {
    counters: { ...market.counters },
    shop: market.shops.get(1),
    tables: tablesOf(market).map((table) => world.keys.map((key) => [table.get(key), table.has(key)])),
    products: world.products.map((id): ProductState | undefined => products.get(id)),
    orders: Array.from({ length: orders.size }, (_, row) => orders.at(row)),
    byId: world.ids.map((id) => [orders.get(id), orders.rowOf(id)]),
    unitsHeld: world.buyers.map((buyer) => [...world.products, -1, -2].map((id) => unitsHeld.of(buyer, id))),
    codes: world.shops.map((shop) => world.codes.map((code) => pickupCodes.find(shop, code))),
    ordersOfBuyer: world.buyers.map((buyer) => [...ordersOfBuyer.of(buyer)]),
    ordersOfShop: world.shops.map((shop) => [...ordersOfShop.of(shop)]),
    ledgers: world.products.map((id) => [...store.ledgerOf(id)]),
    kept: assortments.kept,
    assortments: world.shops.map((shop) => {
      const { live, forgettable, categories } = assortments.of(shop)
      return {
        live: [live.size, ...live],
        forgettable: [forgettable.size, ...forgettable],
        categories: [categories.size, ...world.categories.map((category) => categories.countOf(category))],
      }
    }),
  }
}

/** What only readers other than the rules use. */
function checkReaders(market: DurableMarket, { contents }: NaiveMarket): void {
  const { orders } = market
  const buyersWithChanges = [...contents.ordersOfBuyer].filter(([, changes]) => changes.length > 0)
  const kept = Array.from(market.ordersOfBuyer, ([buyer, changes]) => [buyer, [...changes]] as const)
  expect(new Map(kept)).toEqual(new Map(buyersWithChanges))
  const held = Array.from(
    market.unitsHeld,
    ([buyer, counted, count]) => [`${counted} ${buyer}`, count] as const,
  )
  expect(new Map(held)).toEqual(new Map([...contents.unitsHeld].filter(([, count]) => count !== 0)))
  expect([...market.pickupCodes.rows()].sort()).toEqual([...contents.pickupCodes.values()].sort())
  expect([...market.idempotencyWindow.map.keys()]).toEqual([...contents.idempotencyWindow.keys()])
  expect([...orders.values()]).toEqual(contents.orders)
  for (const [row, expected] of contents.orders.entries()) {
    expect(expected).toMatchObject(orders.saleAt(row))
    const { id, shopId, buyerId, seq, changedSeq, collectBy } = expected
    expect({
      id: orders.idAt(row),
      shopId: orders.shopIdAt(row),
      buyerId: orders.buyerIdAt(row),
      seq: orders.seqAt(row),
      changedSeq: orders.changedSeqAt(row),
      collectBy: orders.collectByAt(row),
    }).toEqual({ id, shopId, buyerId, seq, changedSeq, collectBy })
  }
}
