import fc from 'fast-check'
import { expect, test } from 'vitest'
import { viewOfOrder } from '../../server/broadcast/views.ts'
import { jsonOfEntry } from '../../server/journal/entry-json.ts'
import type { Entry, Event } from '../../server/market/event.ts'
import type { OrderState } from '../../server/market/order.ts'
import { encodeReply, replyOf } from '../../server/socket/replies.ts'
import { entryVersion } from '../../server/versions/steps.ts'
import { orderStatuses } from '../../shared/catalog/order-states.ts'
import { refuse } from '../../shared/refusals.ts'
import { createProduct } from '../support/builders/market-commands.ts'
import { newMarket } from '../support/builders/new-market.ts'
import { randomHistory } from '../support/builders/random-history.ts'
import { printedSeed } from '../support/doubles/random-port.ts'
import { given } from '../support/drivers/market-story.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

/** Texts with everything that JSON escapes, and with what only looks like it. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  // Any code units, including lone surrogates.
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '"',
    '\\',
    '\\"',
    '\n\r\t\b\f\0',
    '\u007f',
    '\u2028\u2029',
    '\ud800',
    '\udfff',
    '🧺 Zoë',
    '</script>',
  ),
)
const count = fc.oneof(fc.nat(), fc.maxSafeNat())
const time = fc.option(fc.maxSafeNat(), { nil: null })
const code = fc.string({ unit: fc.constantFrom(...'23456789CFGHJMPQRVWX'), minLength: 6, maxLength: 6 })

const order: fc.Arbitrary<OrderState> = fc.record({
  id: fc.uuid(),
  number: count,
  place: count,
  shopId: count,
  buyerId: text,
  lines: fc.array(fc.record({ productId: count, name: text, quantity: count, unitPrice: count }), {
    maxLength: 50,
  }),
  total: count,
  status: fc.constantFrom('placed', 'fulfilled', 'cancelled'),
  pickupCode: code,
  placedAt: count,
  collectBy: time,
  fulfilledAt: time,
  cancelledAt: time,
  cancelledBy: fc.constantFrom(null, 'buyer', 'seller', 'market'),
  reason: fc.option(text, { nil: null }),
  seq: count,
  changedSeq: count,
})

const context = (name: string) => ({ nameOf: () => name, receiptUrlOf: (id: string) => `/r/${id}_-aZ09` })

/** The reply to a command about an order. */
function replyAbout(state: OrderState, seq: number, name: string) {
  const market = newMarket()
  market.orders.add(state)
  const outcome = { kind: 'done', seq, subject: { kind: 'order', id: state.id }, repeated: false } as const
  return replyOf(outcome, market, context(name))
}

test('[protocol] an order’s reply equals the output of JSON.stringify, character for character', () => {
  assertHolds(
    fc.property(order, count, text, (state, seq, name) => {
      const plain = { ok: true, order: viewOfOrder(state, context(name)), seq }
      const reply = replyAbout(state, seq, name)
      expect(encodeReply(reply)).toBe(JSON.stringify(plain))
      // The general encoder of replies agrees.
      expect(JSON.stringify(reply)).toBe(JSON.stringify(plain))
    }),
    { numRuns: 500 },
  )
})

test('[protocol] replies of other kinds equal the output of JSON.stringify', () => {
  const { market } = given(createProduct({ name: 'a "quoted" \\ name\n' }))
  const done = (subject: { kind: 'product' | 'shop'; id: number }) =>
    ({ kind: 'done', seq: 3, subject, repeated: false }) as const
  for (const outcome of [
    done({ kind: 'product', id: 1 }),
    done({ kind: 'shop', id: 1 }),
    { kind: 'refused', refusal: refuse('busy', { retryAfterMs: 1 }) } as const,
  ]) {
    const reply = replyOf(outcome, market, context('Ann'))
    expect(encodeReply(reply)).toBe(JSON.stringify(reply))
  }
})

const placed: fc.Arbitrary<Event> = fc.record(
  {
    type: fc.constant('order:placed' as const),
    orderId: fc.oneof(fc.uuid(), text),
    number: count,
    place: count,
    shopId: count,
    buyerId: text,
    lines: fc.array(fc.record({ productId: count, quantity: count, unitPrice: count }), { maxLength: 50 }),
    total: count,
    pickupCode: code,
    collectBy: count,
  },
  {
    requiredKeys: ['type', 'orderId', 'number', 'place', 'shopId', 'buyerId', 'lines', 'total', 'pickupCode'],
  },
)
const another: fc.Arbitrary<Event> = fc.oneof(
  fc.record(
    {
      type: fc.constant('order:cancelled' as const),
      orderId: text,
      by: fc.constantFrom('buyer', 'seller', 'market'),
      reason: fc.option(text, { nil: null }),
      restock: fc.constant(false as const),
    },
    { requiredKeys: ['type', 'orderId', 'by', 'reason'] },
  ),
  fc.record({ type: fc.constant('order:fulfilled' as const), orderId: text }),
  fc.record({ type: fc.constant('buyer:merged' as const), from: text, to: text }),
)
const entry: fc.Arbitrary<Entry> = fc
  .record({
    seq: count,
    at: count,
    id: text,
    actor: text,
    content: fc.option(text, { nil: undefined, freq: 1 }),
    events: fc.oneof(
      { arbitrary: fc.tuple(placed), weight: 4 },
      { arbitrary: fc.array(fc.oneof(placed, another), { maxLength: 3 }), weight: 1 },
    ),
  })
  .map(({ seq, at, id, actor, content, events }) => ({
    v: entryVersion,
    seq,
    at,
    id,
    actor,
    ...(content === undefined ? {} : { content }),
    events,
  }))

test('[G3] an entry equals the output of JSON.stringify, character for character', () => {
  assertHolds(
    fc.property(entry, (one) => {
      expect(jsonOfEntry(one)).toBe(JSON.stringify(one))
    }),
    { numRuns: 500 },
  )
})

test('[G3] so do the entries of a market with every kind of event', () => {
  const { entries, market } = randomHistory(printedSeed(), 600)
  expect(entries.map(jsonOfEntry)).toEqual(entries.map((one) => JSON.stringify(one)))
  const states = [...market.orders.values()]
  expect(new Set(states.map(({ status }) => status)).size).toBe(orderStatuses.length)
  for (const state of states) {
    const plain = { ok: true, order: viewOfOrder(state, context('"Ann"')), seq: state.seq }
    expect(encodeReply(replyAbout(state, state.seq, '"Ann"'))).toBe(JSON.stringify(plain))
  }
})
