import { describe, expect, test } from 'vitest'
import { marketBounds } from '../../server/market/bounds.ts'
import { decide } from '../../server/market/decide.ts'
import type { Entry, Event } from '../../server/market/event.ts'
import { evolve } from '../../server/market/evolve.ts'
import { decideBatch } from '../../server/queue/batch.ts'
import { movementsOf } from '../../server/store/ledger-page.ts'
import { entryVersion } from '../../server/versions/steps.ts'
import {
  buy,
  cancel,
  createProduct,
  deleteProduct,
  freshId,
  idOf,
  line,
  merge,
  openShop,
  operator,
  restock,
} from '../support/builders/market-commands.ts'
import { newMarket } from '../support/builders/new-market.ts'
import { given } from '../support/drivers/market-story.ts'
import { contentsOf } from '../support/properties/market-contents.ts'

const first = idOf(3_001)

/** The next entry of a history, with any event, even one that no decision makes. */
const nextEntry = (seq: number, ...events: unknown[]): Entry => ({
  v: entryVersion,
  seq,
  at: 1_000,
  id: freshId(),
  actor: 'operator',
  content: '',
  events: events as Event[],
})

const restocked = (productId: number, quantity: number) => ({
  type: 'product:restocked',
  productId,
  quantity,
  reason: null,
})

describe('evolve throws on', () => {
  const market = () => given(createProduct())
  const applying = (entry: (seq: number) => Entry) => () => {
    const story = market()
    evolve(story.market, entry(story.seq))
  }

  test('[G3] a gap, an earlier entry, and a repeated entry', () => {
    expect(applying((seq) => nextEntry(seq + 2, restocked(1, 1)))).toThrow('entry 5 does not follow 3')
    expect(applying((seq) => nextEntry(seq, restocked(1, 1)))).toThrow('entry 3 does not follow 3')
    expect(applying(() => nextEntry(1))).toThrow('entry 1 does not follow 3')
    expect(applying((seq) => nextEntry(seq + 1, restocked(1, 1)))).not.toThrow()
  })

  test('[G3] an unknown event, even with the name of a built-in property', () => {
    for (const type of ['product:exploded', 'constructor', '__proto__', '']) {
      expect(applying((seq) => nextEntry(seq + 1, { type }))).toThrow('no rule to apply the event')
    }
  })

  test('[G3] a missing product, shop or order', () => {
    expect(applying((seq) => nextEntry(seq + 1, restocked(9, 1)))).toThrow('product 9')
    expect(applying((seq) => nextEntry(seq + 1, { type: 'shop:suspended', shopId: 9 }))).toThrow('shop 9')
    expect(applying((seq) => nextEntry(seq + 1, { type: 'order:fulfilled', orderId: 'x' }))).toThrow(
      'order x',
    )
  })

  test('[G4] a stock below zero', () => {
    expect(applying((seq) => nextEntry(seq + 1, restocked(1, -11)))).toThrow('a stock below 0')
    const story = market()
    const placed = given(createProduct())
      .and(buy([line(1, 10)], 'ann', first))
      .entries.at(-1)!
    const [event] = placed.events
    story.and(restock(1, -1))
    expect(() => evolve(story.market, { ...placed, seq: story.seq + 1, events: [event!] })).toThrow(
      'a stock below 0',
    )
  })

  test('[market] an unknown command throws', () => {
    const command = { type: 'market:burn' } as unknown as ReturnType<typeof restock>['command']
    const envelope = { id: freshId(), actor: operator, payloadHash: '', command }
    expect(() => decide(market().market, envelope, { at: 1, random: 0 }, marketBounds)).toThrow(
      'no decision for the command',
    )
  })
})

describe('a draft', () => {
  const envelopes = [
    createProduct(),
    buy(1, 'ann', first),
    cancel(first),
    deleteProduct(1),
    merge('ann', 'bob'),
    openShop({ slug: 'second' }),
  ]

  test('[market] leaves the base unchanged until it is merged', () => {
    const story = given(createProduct())
    const untouched = structuredClone(contentsOf(story.market))
    const batch = decideBatch(story.market, envelopes.map(waiting), deciding(2_000))
    expect(batch.entries).toHaveLength(envelopes.length)
    expect(contentsOf(story.market)).toEqual(untouched)
    batch.merge()
    expect(contentsOf(story.market)).not.toEqual(untouched)
  })

  test('[market] merged equals the entries applied one by one', () => {
    const story = given(createProduct())
    const onDraft = decideBatch(story.market, envelopes.map(waiting), deciding(2_000))
    onDraft.merge()
    const replayed = newMarket()
    for (const entry of [...story.entries, ...onDraft.entries]) evolve(replayed, entry)
    expect(contentsOf(story.market)).toEqual(contentsOf(replayed))
  })
})

describe('the time of an entry', () => {
  test('[G6] never decreases, whatever the clock does', () => {
    const story = given(createProduct()).with({ at: 5_000 }).and(restock(1, 1))
    const times = [3_600_000, 1_000, -5, 3_700_000].map((at) => {
      const batch = decideBatch(story.market, [restock(1, 1), restock(1, 1)].map(waiting), deciding(at))
      batch.merge()
      return batch.entries.map((entry) => entry.at)
    })
    expect(times).toEqual([
      [3_600_000, 3_600_000],
      [3_600_000, 3_600_000],
      [3_600_000, 3_600_000],
      [3_700_000, 3_700_000],
    ])
    expect(movementsOf(story.market, 1).at(-1)).toMatchObject({ at: 3_700_000 })
  })
})

const waiting = (envelope: ReturnType<typeof restock>) => ({ source: 'test', envelope, reply: () => {} })
const deciding = (at: number) => ({ at, random: () => 0, recall: () => null, bounds: marketBounds })
