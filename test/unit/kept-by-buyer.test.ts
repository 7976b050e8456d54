import { describe, expect, test } from 'vitest'
import { type DurableMarket, emptyMarket } from '../../server/store/durable-market.ts'
import type { OrderChange } from '../../server/store/order-log.ts'
import { DraftUnitsHeld } from '../../server/store/units-held.ts'
import { type SeededRandom, seededRandom } from '../../shared/seeded-random.ts'
import { anyOrder } from '../support/builders/any-order.ts'
import { idOf } from '../support/builders/market-commands.ts'
import { printedSeed } from '../support/doubles/random-port.ts'

const buyers = [
  'ann',
  'bob',
  '',
  'constructor',
  ...Array.from({ length: 30 }, (_, index) => `buyer ${index}`),
]
const orderIds = Array.from({ length: 50 }, (_, index) => idOf(index))

function marketWithOrders(random: SeededRandom): DurableMarket {
  const market = emptyMarket()
  for (const id of orderIds) market.orders.set(id, anyOrder(random, id))
  return market
}

describe('[G14] the log of a buyer', () => {
  // One buyer in many, so that some have few changes, which nobody reads, and some more than a chain holds.
  const pickBuyer = (random: SeededRandom): string =>
    random.pick(random.chance(0.3) ? ['ann', 'bob'] : buyers)

  test('[G14] has all changes in their order, whether it is read often, once or never before', () => {
    const random = seededRandom(printedSeed())
    const { ordersOfBuyer } = marketWithOrders(random)
    const expected = new Map<string, OrderChange[]>()
    const seqAtFirst = 2 ** 32 - 3_000
    for (let step = 0; step < 6_000; step += 1) {
      const buyerId = pickBuyer(random)
      const change = { seq: seqAtFirst + step, orderId: random.pick(orderIds) }
      if (random.chance(0.005)) {
        const changes = Array.from({ length: random.integer(0, 80) }, () => change)
        ordersOfBuyer.replace(buyerId, changes)
        expected.set(buyerId, changes)
      } else {
        ordersOfBuyer.append(buyerId, change.seq, change.orderId)
        expected.set(buyerId, [...(expected.get(buyerId) ?? []), change])
      }
      if (random.chance(0.98)) continue
      const read = pickBuyer(random)
      expect([...ordersOfBuyer.of(read)], `${read} after step ${step}`).toEqual(expected.get(read) ?? [])
    }
    const kept = Array.from(ordersOfBuyer, ([buyerId, changes]) => [buyerId, [...changes]])
    expect(new Map(kept as [string, OrderChange[]][])).toEqual(
      new Map([...expected].filter(([, changes]) => changes.length > 0)),
    )
    for (const buyerId of buyers) expect([...ordersOfBuyer.of(buyerId)]).toEqual(expected.get(buyerId) ?? [])
  })

  test('[G14] grows while somebody looks at it', () => {
    const { ordersOfBuyer } = marketWithOrders(seededRandom(printedSeed()))
    ordersOfBuyer.append('ann', 1, orderIds[0]!)
    const changes = ordersOfBuyer.of('ann')
    for (let seq = 2; seq <= 200; seq += 1) ordersOfBuyer.append('ann', seq, orderIds[0]!)
    expect(Array.from(changes, ({ seq }) => seq)).toEqual(
      Array.from({ length: 200 }, (_, index) => index + 1),
    )
  })
})

describe('[G14] what stands', () => {
  test('[G14] is what was counted in and out, whoever it is and whatever product', () => {
    const random = seededRandom(printedSeed())
    const { standing } = emptyMarket()
    const expected = new Map<string, number>()
    const products = [1, 2, 3, 0, -1, 2 ** 32 + 1, 2 ** 32 + 2, 2 ** 40]
    const anyUnits = () => random.pick([1, 1, 2, -1, -2, 2 ** 40])
    const add = (buyerId: string, productId: number, units: number): void => {
      const key = `${buyerId} ${productId}`
      expected.set(key, (expected.get(key) ?? 0) + units)
    }
    for (let batch = 0; batch < 600; batch += 1) {
      const draft = new DraftUnitsHeld(standing)
      const added: [string, number, number][] = []
      for (let step = random.integer(0, 12); step > 0; step -= 1) {
        const change: [string, number, number] = [random.pick(buyers), random.pick(products), anyUnits()]
        const [buyerId, productId, units] = change
        const before = draft.of(buyerId, productId)
        draft.add(...change)
        added.push(change)
        expect(draft.of(buyerId, productId)).toBe(before + units)
        expect(standing.of(buyerId, productId)).toBe(expected.get(`${buyerId} ${productId}`) ?? 0)
      }
      if (random.chance(0.2)) continue
      draft.merge()
      for (const change of added) add(...change)
    }
    const kept = Array.from(standing, ([buyerId, productId, units]): [string, number] => [
      `${buyerId} ${productId}`,
      units,
    ])
    expect(new Map(kept)).toEqual(new Map([...expected].filter(([, units]) => units !== 0)))
    expect(kept).toHaveLength(new Map(kept).size)
  })
})
