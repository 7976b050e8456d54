import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from '../../server/disk/summed-json.ts'
import type { OrderState } from '../../server/market/order.ts'
import { emptyMarket } from '../../server/market/state.ts'
import { FlatRowReader } from '../../server/snapshot/flat-row.ts'
import { spoiled } from '../support/odd-json.ts'
import { randomHistory } from '../support/random-history.ts'
import { printedSeed } from '../support/random-port.ts'

const word = fc.oneof(fc.nat(), fc.nat(2 ** 32 - 1))
const count = fc.oneof({ arbitrary: word, weight: 300 }, fc.maxSafeNat())
const instant = fc.oneof({ arbitrary: fc.nat(10 ** 15 - 1), weight: 100 }, fc.maxSafeNat())
const time = fc.option(instant, { nil: null })
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('Bread', 'Brötchen', '', 'a"b', '\\', '\u007f', '\u2028', '\ud800', '🧺'),
)
const plainText = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9 -]{0,40}$/),
  fc.constantFrom('Brötchen', '\u007f', '🧺 \u2028'),
)
const plainReason = fc.option(plainText, { nil: null })

const orderWith = (texts: fc.Arbitrary<string>, reason: fc.Arbitrary<string | null>) =>
  fc.record<OrderState>({
    id: fc.oneof({ arbitrary: fc.uuid(), weight: 30 }, text),
    number: count,
    place: count,
    shopId: count,
    buyerId: fc.oneof({ arbitrary: fc.stringMatching(/^[a-z0-9-]{1,40}$/), weight: 9 }, texts),
    lines: fc.array(fc.record({ productId: count, name: texts, quantity: count, unitPrice: count }), {
      maxLength: 9,
    }),
    total: instant,
    status: fc.constantFrom('placed', 'fulfilled', 'cancelled'),
    pickupCode: fc.string({ unit: fc.constantFrom(...'23456789CFGHJMPQRVWX'), minLength: 6, maxLength: 6 }),
    placedAt: instant,
    fulfilledAt: time,
    cancelledAt: time,
    cancelledBy: fc.constantFrom(null, 'buyer', 'seller'),
    reason,
    seq: instant,
    changedSeq: instant,
  })
const plainOrder = orderWith(plainText, plainReason)
const order = fc.oneof({ arbitrary: plainOrder, weight: 4 }, orderWith(text, fc.option(text, { nil: null })))

/** What a reader makes of a row that stands among others; null when it must be parsed. */
function readFlat(json: string): unknown {
  const { orders } = emptyMarket()
  const reader = new FlatRowReader(orders)
  const before = '{"orders":[\n'
  const bytes = Buffer.from(`${before}${json},\n{"id":"`)
  const end = reader.read(bytes, before.length)
  if (end === -1) return null
  expect(end).toBe(bytes.length - '\n{"id":"'.length - 1)
  return orders.at(orders.addFlat(reader.order))
}

/**
 * Bounds below stand far under what any seed gives, so that no test fails by chance: of so many rows some 2,670
 * are read flat, of spoiled ones some 80, give or take ten.
 */
const runs = () => ({ numRuns: 4_000, seed: printedSeed() })

test('[G14] a row that is read flat says what it says parsed', () => {
  let flat = 0
  fc.assert(
    fc.property(order, (one) => {
      const found = readFlat(JSON.stringify(one))
      if (found === null) return
      flat += 1
      expect(found).toEqual(one)
    }),
    runs(),
  )
  expect(flat).toBeGreaterThan(1_000)
})

test('[G14] no row is read flat that is another JSON, or none', () => {
  let flat = 0
  fc.assert(
    fc.property(plainOrder, spoiled, (one, spoil) => {
      const json = spoil(JSON.stringify(one))
      const { orders } = emptyMarket()
      const reader = new FlatRowReader(orders)
      const bytes = Buffer.from(json)
      const end = reader.read(bytes, 0)
      if (end !== bytes.length) return
      flat += 1
      expect(orders.at(orders.addFlat(reader.order))).toEqual(parseJson(json))
    }),
    runs(),
  )
  expect(flat).toBeGreaterThan(20)
})

test('[G14] a market’s own orders are read flat', () => {
  const { market } = randomHistory(printedSeed(), 600)
  const states = [...market.orders.values()]
  // Such a past leaves some 128 orders; of 3,000 seeds none left fewer than 88.
  expect(states.length).toBeGreaterThan(50)
  for (const state of states) expect(readFlat(JSON.stringify(state))).toEqual(state)
})
