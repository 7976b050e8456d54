import fc from 'fast-check'
import type { Market } from '../../../server/market/market.ts'
import type { OrderState } from '../../../server/market/order.ts'
import type { KnownCommand, MovementState, ProductState, ShopState } from '../../../server/market/state.ts'
import { pickupCodeNumber } from '../../../shared/pickup-code.ts'
import { seededRandom } from '../../../shared/seeded-random.ts'
import { anyOrder } from './any-order.ts'
import { idOf } from './market-commands.ts'

/** A change of a market, as the rules make them. */
export type Change = (market: Market) => void

/** Few products, buyers and orders, so that changes affect the same ones. */
export const world = {
  ids: [...Array.from({ length: 20 }, (_, index) => idOf(index)), 'order 1', ''],
  buyers: ['ann', 'bob', '', 'constructor', 'carl'],
  shops: [1, 2, 3],
  products: [1, 2, 3, 4, 5, 2 ** 32 + 1],
  categories: ['Bread', '', '__proto__'],
  codes: ['222222', 'XXXXXX', '4PJ5H2'].map(pickupCodeNumber),
  keys: ['a', 'b', 'toString'],
}

const idOfOrder = fc.constantFrom(...world.ids)
const buyer = fc.constantFrom(...world.buyers)
const shop = fc.constantFrom(...world.shops)
const product = fc.constantFrom(...world.products)
const key = fc.constantFrom(...world.keys)
const seq = fc.constantFrom(1, 2, 3, 2 ** 32 - 1, 2 ** 32 + 5)
/** A part of what there is, from 0 to 1. */
const pick = fc.double({ min: 0, max: 0.999, noNaN: true })
const row = (market: Market, part: number): number => Math.floor(part * market.orders.size)

const places = fc.record({ id: idOfOrder, seed: fc.nat() }).map(
  ({ id, seed }): Change =>
    (market) => {
      if (market.orders.rowOf(id) < 0) market.orders.add(anyOrder(seededRandom(seed), id))
    },
)

const replaces = fc.record({ pick, seed: fc.nat() }).map(
  ({ pick, seed }): Change =>
    (market) => {
      if (market.orders.size === 0) return
      const before = market.orders.at(row(market, pick))
      const { id, shopId, pickupCode } = before
      const after: OrderState = { ...anyOrder(seededRandom(seed), id), shopId, pickupCode }
      market.orders.replace(row(market, pick), after)
    },
)

const codes = fc.record({ pick, isFree: fc.boolean() }).map(
  ({ pick, isFree }): Change =>
    (market) => {
      if (market.orders.size === 0) return
      const { shopId, pickupCode } = market.orders.at(row(market, pick))
      const code = pickupCodeNumber(pickupCode)
      if (Number.isNaN(code)) return
      if (isFree) market.pickupCodes.delete(shopId, code)
      else market.pickupCodes.add(shopId, code, row(market, pick))
    },
)

/** Often one change, now and then so many that a buyer's chain becomes a list. */
const times = fc.constantFrom(1, 1, 1, 1, 70)

const lists = fc
  .record({ buyer, shop, seq, pick, times, isReplaced: fc.constantFrom(false, false, true) })
  .map(
    ({ buyer, shop, seq, pick, times, isReplaced }): Change =>
      (market) => {
        if (market.orders.size === 0) return
        const change = { seq, row: row(market, pick) }
        if (isReplaced) {
          market.ordersOfBuyer.replace(
            buyer,
            Array.from({ length: times }, () => change),
          )
          return market.ordersOfShop.replace(shop, [])
        }
        for (let time = 0; time < times; time += 1) market.ordersOfBuyer.append(buyer, seq, change.row)
        market.ordersOfShop.append(shop, seq, change.row)
      },
  )

const holds = fc
  .record({
    buyer,
    counted: fc.oneof(product, fc.constantFrom(-1, -2)),
    more: fc.constantFrom(1, 2, -1, 2 ** 40),
  })
  .map(
    ({ buyer, counted, more }): Change =>
      (market) =>
        market.unitsHeld.add(buyer, counted, more),
  )

const movement = { kind: 'restocked', seq: 1, at: 1, quantity: 1, stock: 1, by: 'x', reason: '' } as const

const moves = fc.record({ product, pick, stock: fc.nat(9), isSale: fc.boolean() }).map(
  ({ product, pick, stock, isSale }): Change =>
    (market) => {
      const moved: MovementState = { ...movement, orderId: null }
      if (!isSale) market.movements.append(product, moved, stock)
      else if (market.orders.size > 0) market.movements.append(product, row(market, pick), stock)
    },
)

type Product = Pick<ProductState, 'id' | 'shopId' | 'category' | 'deleted' | 'orderCount'>

/** What may become of a product: created, moved to another category, deleted, restored, forgotten. */
const sells = fc
  .record({
    id: product,
    shopId: shop,
    category: fc.constantFrom(null, ...world.categories),
    orderCount: fc.constantFrom(0, 0, 1),
    isToggled: fc.boolean(),
  })
  .map(
    ({ id, shopId, category, orderCount, isToggled }): Change =>
      (market) => {
        const before: Product | undefined = market.products.get(id)
        const isForgotten = before?.deleted === true && before.orderCount === 0 && !isToggled
        const after: Product | undefined = !before
          ? { id, shopId, category, orderCount, deleted: false }
          : isForgotten
            ? undefined
            : {
                ...before,
                ...(isToggled ? { deleted: !before.deleted } : before.deleted ? {} : { category }),
              }
        market.assortments.change(before, after)
        if (after) return market.products.set(id, after as ProductState)
        market.products.delete(id)
        market.movements.forget(id)
      },
  )

const names = fc.record({ key, value: fc.nat(9), isGone: fc.boolean() }).map(
  ({ key, value, isGone }): Change =>
    (market) => {
      market.counters.seq += 1
      if (isGone) for (const table of tablesOf(market)) table.delete(key)
      else {
        market.slugs.set(key, value)
        market.aliases.set(key, `${value}`)
        market.placedBy.set(key, `${value}`)
        market.idempotencyWindow.set(key, { seq: value } as KnownCommand)
      }
      market.shops.set(1, { id: value } as ShopState)
    },
)

export const tablesOf = ({ slugs, aliases, placedBy, idempotencyWindow }: Market) =>
  [slugs, aliases, placedBy, idempotencyWindow] as const

const change = fc.oneof(places, places, replaces, codes, lists, holds, moves, sells, names)

/** Batches of changes, and what becomes of each: its draft is merged or dropped, or there is none. */
export const batches = fc.array(
  fc.record({
    changes: fc.array(change, { maxLength: 12 }),
    end: fc.constantFrom('merged' as const, 'merged' as const, 'dropped' as const, 'direct' as const),
  }),
  { maxLength: 12 },
)
