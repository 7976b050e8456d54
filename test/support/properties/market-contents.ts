import type { MarketBounds } from '../../../server/market/bounds.ts'
import { forget } from '../../../server/market/idempotency.ts'
import type { OrderChange, OrderChanges } from '../../../server/market/market.ts'
import type { DurableMarket } from '../../../server/store/durable-market.ts'

/** All that a market holds, as plain Maps, as kept: two markets are the same when these are equal. */
export function contentsOf(market: DurableMarket): Record<string, unknown> {
  const { counters, orders, pickupCodes, unitsHeld, ordersOfBuyer, ordersOfShop, ...tables } = market
  const maps = Object.entries(tables).map(([name, { map }]) => [
    name,
    new Map(map as Iterable<[unknown, unknown]>),
  ])
  return {
    counters,
    orders: new Map(Array.from(orders.values(), (order) => [order.id, order])),
    pickupCodes: new Set([...pickupCodes.rows()].sort((one, other) => one - other)),
    unitsHeld: new Set(Array.from(unitsHeld, (units) => units.join(' ')).sort()),
    ordersOfBuyer: changesOf(ordersOfBuyer, orders),
    ordersOfShop: changesOf(ordersOfShop, orders),
    ...Object.fromEntries(maps),
    rememberedInOrder: [...tables.idempotencyWindow.map.keys()],
  }
}

/** Without the stale changes of orders that changed again, which a snapshot leaves out. */
const changesOf = <Key>(
  log: Iterable<[Key, OrderChanges]>,
  orders: DurableMarket['orders'],
): Map<Key, OrderChange[]> =>
  new Map(
    Array.from(log, ([key, changes]) => [
      key,
      [...changes].filter(({ seq, row }) => {
        const order = orders.at(row)
        return order.seq === seq || order.changedSeq === seq
      }),
    ]),
  )

/** The same, without the ids that are no longer known, which a market drops now and then. */
export function rememberedContentsOf(market: DurableMarket, bounds: MarketBounds): Record<string, unknown> {
  forget(market.idempotencyWindow.map, market.counters.seq, bounds)
  return contentsOf(market)
}
