import { describe, expect, test } from 'vitest'
import type { OrderState } from '../../server/market/order.ts'
import { emptyMarket } from '../../server/store/durable-market.ts'
import { DraftOrders, type DurableOrders } from '../../server/store/orders-by-id.ts'
import { type SeededRandom, seededRandom } from '../../shared/seeded-random.ts'
import { anyOrder } from '../support/builders/any-order.ts'
import { idOf } from '../support/builders/market-commands.ts'
import { printedSeed } from '../support/doubles/random-port.ts'

const anyId = (random: SeededRandom): string =>
  random.chance(0.1) ? `order ${random.integer(0, 90)}` : idOf(random.integer(0, 900))

const same = (orders: DurableOrders, expected: ReadonlyMap<string, OrderState>): void => {
  expect([...orders.values()]).toEqual([...expected.values()])
  expect([...orders.keys()]).toEqual([...expected.keys()])
  expect(orders.size).toBe(expected.size)
}

describe('[G5] the orders as rows', () => {
  test('[G5] are what was set last, in the order of adding, whatever is in them', () => {
    const { orders } = emptyMarket()
    const expected = new Map<string, OrderState>()
    const random = seededRandom(printedSeed())
    for (let step = 0; step < 6_000; step += 1) {
      const id = anyId(random)
      const order = anyOrder(random, id)
      orders.set(id, order)
      expected.set(id, order)
      const sought = anyId(random)
      expect(orders.get(sought)).toEqual(expected.get(sought))
      expect(orders.has(sought)).toBe(expected.has(sought))
    }
    same(orders, expected)
  })

  test('[G5] are changed by drafts when they are merged, and not before', () => {
    const { orders } = emptyMarket()
    const expected = new Map<string, OrderState>()
    const random = seededRandom(printedSeed())
    for (let batch = 0; batch < 300; batch += 1) {
      const draft = new DraftOrders(orders)
      const changes = new Map<string, OrderState>()
      for (let step = random.integer(0, 20); step > 0; step -= 1) {
        const order = anyOrder(random, anyId(random))
        draft.set(order.id, order)
        changes.set(order.id, order)
        expect(orders.get(order.id)).toEqual(expected.get(order.id))
        expect(draft.get(order.id)).toEqual(order)
      }
      if (random.chance(0.2)) continue
      draft.merge()
      for (const [id, order] of changes) expected.set(id, order)
      for (const id of [...changes.keys(), anyId(random)]) expect(orders.get(id)).toEqual(expected.get(id))
      // As the lists of a batch ask for rows: in the order of the batch, over and over.
      for (const id of [...changes.keys(), ...changes.keys()]) expect(orders.idAt(orders.rowOf(id))).toBe(id)
    }
    same(orders, expected)
  })

  test('[G5] of which one is set by itself after a batch is the new one', () => {
    const { orders } = emptyMarket()
    const random = seededRandom(printedSeed())
    const [before, after] = [anyOrder(random, idOf(1)), anyOrder(random, idOf(1))]
    orders.setAll(new Map([[before.id, before]]))
    orders.set(after.id, after)
    expect(orders.get(idOf(1))).toEqual(after)
  })

  test('[G5] of which one was just read are what is set next, in a row or not', () => {
    const random = seededRandom(printedSeed())
    const plain = (): OrderState => {
      const order = anyOrder(random, idOf(1))
      const [line] = order.lines
      return {
        ...order,
        pickupCode: '222222',
        lines: [{ ...line!, productId: 1, quantity: 1, unitPrice: 1 }],
      }
    }
    const unfit = (): OrderState => ({ ...plain(), number: 2 ** 40 })
    for (const makers of [
      [plain, plain, plain],
      [plain, unfit, plain],
      [unfit, plain, unfit],
    ]) {
      const { orders } = emptyMarket()
      for (const make of makers) {
        const order = make()
        orders.set(order.id, order)
        const renamed = { ...order, lines: [{ ...order.lines[0]!, name: `${order.lines[0]!.name} 2` }] }
        expect(orders.get(order.id)).toEqual(order)
        orders.set(order.id, renamed)
        expect(orders.get(order.id)).toEqual(renamed)
      }
      expect(orders.size).toBe(1)
    }
  })

  test('[G5] have a row each, and nothing has one that is not there', () => {
    const { orders } = emptyMarket()
    const random = seededRandom(printedSeed())
    const ids = Array.from({ length: 5_000 }, (_, number) => (number % 7 ? idOf(number) : `order ${number}`))
    for (const id of ids) orders.set(id, anyOrder(random, id))
    for (const [row, id] of ids.entries()) {
      expect(orders.rowOf(id)).toBe(row)
      const { shopId, buyerId, lines, total, status, placedAt } = orders.at(row)
      expect(orders.saleAt(row)).toMatchObject({ shopId, buyerId, lines, total, status, placedAt })
    }
    expect(() => orders.rowOf(idOf(9_999_999))).toThrow('is not there')
    expect(() => orders.rowOf('')).toThrow('is not there')
  })
})
