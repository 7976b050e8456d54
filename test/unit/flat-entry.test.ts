import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../server/disk/summed-json.ts'
import { jsonOfEntry } from '../../server/journal/entry-json.ts'
import { FlatEntryReader } from '../../server/journal/flat-entry.ts'
import { type Entry, type Event, entryVersion } from '../../server/market/event.ts'
import { evolve, evolveForgotten } from '../../server/market/evolve.ts'
import { evolveFulfilled, evolvePlaced } from '../../server/market/flat-evolve.ts'
import type { FlatOrder } from '../../server/market/flat-order.ts'
import { type DurableMarket, emptyMarket } from '../../server/market/state.ts'
import { buy, createProduct, idOf, openShop } from '../support/market-commands.ts'
import { contentsOf } from '../support/market-contents.ts'
import { given } from '../support/market-story.ts'
import { spoiled } from '../support/odd-json.ts'
import { randomHistory } from '../support/random-history.ts'
import { printedSeed } from '../support/random-port.ts'
import { expectSameMarket, replay } from '../support/snapshot-folder.ts'

const tailOf = (sum: string): string => `,"group":7,"sum":"${sum}"}`
const lineOf = (json: string): Buffer => Buffer.from(json.slice(0, -1) + tailOf('0a1b2c3d'))
const sumBytes = '0a1b2c3d"}'.length

/** What a reader makes of a line that stands among others; null when it must be parsed. */
function readFlat(json: string): Partial<Entry> | null {
  const { orders } = emptyMarket()
  const reader = new FlatEntryReader(orders)
  const before = Buffer.from('0000"}\n')
  const after = Buffer.from('\n{"v":1,"seq":')
  const bytes = Buffer.concat([before, lineOf(json), after])
  const kind = reader.read(bytes, before.length, bytes.length - after.length - sumBytes)
  if (kind === null) return null
  const { order } = reader
  const { id, buyerId, number, place, shopId, total, pickupCode, lines, ...rest } = orders.at(
    orders.addFlat(order),
  )
  const entry: Pick<Entry, 'v' | 'seq'> = { v: entryVersion, seq: reader.seq }
  if (kind === 'fulfilled')
    return { ...entry, at: order.fulfilledAt, events: [{ type: 'order:fulfilled', orderId: id }] }
  expect(rest).toMatchObject({ seq: reader.seq, changedSeq: reader.seq, status: 'placed', fulfilledAt: null })
  const sold = lines.map(({ productId, quantity, unitPrice }) => ({ productId, quantity, unitPrice }))
  const rank = { orderId: id, number, place, shopId, buyerId, lines: sold, total, pickupCode }
  return { ...entry, at: rest.placedAt, id, actor: buyerId, events: [{ type: 'order:placed', ...rank }] }
}

const word = fc.oneof({ arbitrary: fc.nat(2 ** 32 - 1), weight: 300 }, fc.maxSafeNat())
const instant = fc.oneof({ arbitrary: fc.nat(10 ** 15 - 1), weight: 100 }, fc.maxSafeNat())
const text = fc.oneof(
  { arbitrary: fc.stringMatching(/^[a-z0-9-]{0,40}$/), weight: 6 },
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '\\', 'Zoë', '\u007f', '\n', '\ud800'),
)
const purchase = fc
  .record({
    seq: instant,
    at: instant,
    id: fc.oneof({ arbitrary: fc.uuid(), weight: 20 }, text),
    orderId: fc.oneof({ arbitrary: fc.constant(null), weight: 20 }, fc.uuid()),
    actor: text,
    buyerId: fc.oneof({ arbitrary: fc.constant(null), weight: 20 }, text),
    rank: fc.record({ number: word, place: word, shopId: word }),
    lines: fc.array(fc.record({ productId: word, quantity: word, unitPrice: word }), { maxLength: 9 }),
    total: instant,
    pickupCode: fc.string({ unit: fc.constantFrom(...'23456789CFGHJMPQRVWX'), minLength: 6, maxLength: 6 }),
  })
  .map(({ seq, at, id, actor, orderId, buyerId, rank, lines, total, pickupCode }): Entry => {
    const whose = { orderId: orderId ?? id, ...rank, buyerId: buyerId ?? actor }
    const event = { type: 'order:placed' as const, ...whose, lines, total, pickupCode }
    return { v: entryVersion, seq, at, id, actor, events: [event] }
  })
const handingOver = fc
  .record({ seq: instant, at: instant, id: text, actor: text, orderId: fc.uuid(), content: text })
  .map(({ orderId, content, ...entry }): Entry => {
    const events: Entry['events'] = [{ type: 'order:fulfilled', orderId }]
    return { v: entryVersion, ...entry, content: JSON.stringify({ content }), events }
  })
const entry = fc.oneof(purchase, handingOver)

const runs = () => ({ numRuns: 5_000, seed: printedSeed() })

test('[G3] a line that is read flat says what it says parsed', () => {
  let flat = 0
  fc.assert(
    fc.property(entry, (one) => {
      const found = readFlat(jsonOfEntry(one))
      if (found === null) return
      flat += 1
      expect(one).toMatchObject(found)
    }),
    runs(),
  )
  expect(flat).toBeGreaterThan(500)
})

test('[G3] no line is read flat that is another JSON, or none', () => {
  let flat = 0
  fc.assert(
    fc.property(entry, spoiled, (one, spoil) => {
      const json = spoil(jsonOfEntry(one))
      const found = json.endsWith('}') ? readFlat(json) : null
      if (found === null) return
      flat += 1
      expect(parseJson(json)).toMatchObject(found)
    }),
    runs(),
  )
  expect(flat).toBeGreaterThan(3)
})

type Evolve = (market: DurableMarket, order: FlatOrder) => boolean
const evolveFlat: Record<'placed' | 'fulfilled', Evolve> = {
  placed: evolvePlaced,
  fulfilled: evolveFulfilled,
}

/** Applies an entry flat where that can be; else, or `plainly`, as it is. Nothing is remembered of commands. */
function apply(market: DurableMarket, one: Entry): 'flat' | 'plainly' {
  const reader = new FlatEntryReader(market.orders)
  const bytes = lineOf(jsonOfEntry(one))
  const kind = reader.read(bytes, 0, bytes.length - sumBytes)
  if (kind !== null && evolveFlat[kind](market, reader.order)) return 'flat'
  evolveForgotten(market, one)
  return 'plainly'
}

describe('[G14] entries that are applied flat', () => {
  test('[G14] come to the market that they come to one by one', () => {
    for (const seed of [1, 2, 3]) {
      const { entries } = randomHistory(seed, 500)
      const market = emptyMarket()
      const ways = entries.map((one) => [one.events[0]?.type, apply(market, one)])
      const expected = replay(entries)
      expected.remembered.map.clear()
      expectSameMarket(market, expected, `of seed ${seed}`)
      const flat = ways.filter(([, way]) => way === 'flat')
      expect(new Set(flat.map(([type]) => type))).toEqual(new Set(['order:placed', 'order:fulfilled']))
      expect(flat.length).toBeGreaterThan(20)
    }
  })

  const { market: was, entries: before } = given(
    openShop(),
    createProduct({ stock: 9 }),
    createProduct({ stock: 9 }),
    buy(1, 'ann', idOf(70)),
  )
  const nextOf = (event: Event): Entry => {
    const { seq, at } = was.counters
    return { v: entryVersion, seq: seq + 1, at: at + 1, id: idOf(71), actor: 'ann', events: [event] }
  }
  const bought = (...lines: [productId: number, quantity: number][]): Entry =>
    nextOf({
      type: 'order:placed',
      orderId: idOf(71),
      number: 2,
      place: 2,
      shopId: 1,
      buyerId: 'ann',
      lines: lines.map(([productId, quantity]) => ({ productId, quantity, unitPrice: 100 })),
      total: 100,
      pickupCode: '222223',
    })
  const changed = (one: Entry, change: object): Entry => ({
    ...one,
    events: [{ ...one.events[0]!, ...change } as Entry['events'][number]],
  })
  const odd: Record<string, Entry> = {
    'an order that is there already': { ...changed(bought([1, 1]), { orderId: idOf(70) }), id: idOf(70) },
    'a product that is not there': bought([1, 1], [3, 1]),
    'more than there is': bought([2, 1], [1, 9]),
    'a product on two lines': bought([1, 1], [2, 1], [1, 2]),
    'a shop that is not there': changed(bought([1, 1]), { shopId: 9 }),
    'a seq that does not follow': { ...bought([1, 1]), seq: 99 },
    'another version': { ...bought([1, 1]), v: 2 as typeof entryVersion },
    'the order of another': { ...bought([1, 1]), actor: 'bob' },
    'no lines': bought(),
    'an order that is handed over and not there': nextOf({ type: 'order:fulfilled', orderId: idOf(99) }),
  }

  test.each(Object.entries(odd))('[G14] leave to be applied as it is: %s', (_, one) => {
    const [market, plain] = [replay(before), replay(before)]
    const outcomeOf = (action: () => unknown): unknown => {
      try {
        return action()
      } catch (error) {
        return error
      }
    }
    const applied = outcomeOf(() => apply(market, one))
    expect(applied).toEqual(outcomeOf(() => evolveForgotten(plain, one)) ?? 'plainly')
    expect(contentsOf(market)).toEqual(contentsOf(plain))
  })

  test('[G14] leave a market that goes on like every other', () => {
    const market = replay(before)
    const [next, afterNext] = [bought([1, 1], [2, 1]), { ...bought([1, 1]), seq: was.counters.seq + 2 }]
    expect(apply(market, next)).toBe('flat')
    const another = { ...changed(afterNext, { orderId: idOf(72) }), id: idOf(72) }
    evolve(market, another)
    expectSameMarket(market, replay([...before, next, another]), 'after one more')
  })
})
