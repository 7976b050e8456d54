import { describe, expect, test } from 'vitest'
import type { Appended, Begun } from '../../server/journal/journal.ts'
import type { Entry } from '../../server/market/event.ts'
import { FairQueue } from '../../server/queue/fair-queue.ts'
import { buy, createProduct, restock } from '../support/builders/market-commands.ts'
import { given } from '../support/drivers/market-story.ts'
import { QueueStory } from '../support/drivers/queue-story.ts'

const busy = { code: 'busy', retryAfterMs: 250 }
const restocks = (count: number) => Array.from({ length: count }, () => restock(1, 1))
const story = (queueBounds = {}) => new QueueStory(given(createProduct()), queueBounds)
const next = 4

describe('the line', () => {
  const line = (waitingMax = 100, waitingPerSourceMax = 10) =>
    new FairQueue<string>({ waitingMax, waitingPerSourceMax })
  const fill = (to: FairQueue<string>, ...items: string[]) => items.map((item) => to.push(item[0]!, item))

  test('[queue] is first in, first out within a source, and takes one item of each source in turn', () => {
    const fair = line()
    fill(fair, 'a1', 'a2', 'a3', 'b1', 'c1', 'c2')
    expect(fair.take(4)).toEqual(['a1', 'b1', 'c1', 'a2'])
    fill(fair, 'b2', 'd1')
    expect(fair.take(100)).toEqual(['c2', 'a3', 'b2', 'd1'])
    expect([fair.length, fair.take(100)]).toEqual([0, []])
  })

  test('[queue] serves sources that were not served last time first', () => {
    const fair = line()
    fill(fair, 'a1', 'a2', 'b1', 'b2', 'c1')
    expect([fair.take(1), fair.take(1), fair.take(1), fair.take(9)]).toEqual([
      ['a1'],
      ['b1'],
      ['c1'],
      ['a2', 'b2'],
    ])
  })

  test('[queue] is bounded in total and per source', () => {
    const fair = line(3, 2)
    expect(fill(fair, 'a1', 'a2', 'a3', 'b1', 'b2')).toEqual([true, true, false, true, false])
    expect(fair.length).toBe(3)
    expect(fair.take(1)).toEqual(['a1'])
    expect(fill(fair, 'a4', 'b3')).toEqual([true, false])
    expect(fair.take(9)).toEqual(['b1', 'a2', 'a4'])
  })

  test('[queue] keeps its order over many turns, and forgets sources without waiting items', () => {
    const fair = line(3_000, 2)
    for (let item = 0; item < 10_000; item += 1) {
      expect(fair.push(`source ${item}`, `${item}`)).toBe(true)
      if (item >= 2_000) expect(fair.take(1)).toEqual([`${item - 2_000}`])
    }
    expect(fair.length).toBe(2_000)
    expect(fair.sources).toBeLessThanOrEqual(6_000)
    expect(fair.take(9_999)).toEqual(Array.from({ length: 2_000 }, (_, index) => `${8_000 + index}`))
  })

  test('[queue] accepts any name for a source, and can return everything at once', () => {
    const fair = line(20_000, 256)
    for (let source = 0; source < 100; source += 1) {
      for (const item of restocks(100)) fair.push(`__proto__${source}`, item.id)
    }
    expect(new Set(fair.take(Number.POSITIVE_INFINITY)).size).toBe(10_000)
  })
})

describe('in the queue', () => {
  test('[queue] the journal has the commands of a source in order of arrival', async () => {
    const queue = story()
    const envelopes = restocks(100)
    await queue.ask('a', ...envelopes)
    expect(await queue.journalled()).toEqual(envelopes.map(({ id }) => id))
  })

  test('[queue] a source that floods delays only itself: others are in the next batch', async () => {
    const queue = story({ batchMax: 10, busyBatchMin: 8 })
    const [flood, ann, bob] = [restocks(200), restock(1, 1), restock(1, 1)]
    queue.send('flood', ...flood)
    queue.send('ann', ann)
    queue.send('bob', bob)
    await queue.settle()
    expect(queue.batches).toEqual([10])
    const firstBatch = (await queue.journalled()).slice(0, 4)
    expect(firstBatch).toEqual([flood[0]!.id, ann.id, bob.id, flood[1]!.id])
    await queue.pass(2 * 20)
    expect(queue.batches).toHaveLength(21)
    expect(queue.answer(flood.at(-1)!.id)).toBe(next + 201)
  })

  test('[queue] a batch is at most as large as its bound', async () => {
    const queue = story({ batchMax: 3 })
    queue.send('a', ...restocks(7))
    await queue.pass(10)
    expect(queue.batches).toEqual([3, 3, 1])
  })

  test('[queue] where nodes append in turn, a turn takes more, with what came while it was waited for', async () => {
    const queue = story({ batchMax: 3, turnBatchMax: 5 })
    const turn = Promise.withResolvers<Begun>()
    Object.assign(queue.journal, { begin: () => turn.promise })
    queue.send('a', ...restocks(2))
    await queue.settle()
    queue.send('a', ...restocks(7))
    turn.resolve({ kind: 'turn', entries: [] })
    await queue.pass(10)
    expect(queue.batches).toEqual([5, 4])
  })

  test('[G10] a turn that ends before it is used is tried again with fewer commands, until all are decided', async () => {
    const queue = story()
    const append = queue.journal.append.bind(queue.journal)
    Object.assign(queue.journal, {
      begin: async (): Promise<Begun> => ({ kind: 'turn', entries: [] }),
      append: async (after: number, entries: readonly Entry[]): Promise<Appended> =>
        entries.length > 3 ? { kind: 'unknown' } : append(after, entries),
    })
    const envelopes = restocks(10)
    await queue.ask('a', ...envelopes)
    expect(queue.batches).toEqual([3, 3, 3, 1])
    expect(queue.answers).toEqual(envelopes.map((_, index) => next + index))
    expect(await queue.journalled()).toEqual(envelopes.map(({ id }) => id))
  })

  test('[G9] a command that finds no room gets busy, but a known id is answered', async () => {
    const queue = story({ waitingMax: 3 })
    const sale = buy(1, 'ann')
    await queue.ask('a', sale)
    const [first, ...others] = restocks(3)
    queue.send('a', first!, ...others)
    const late = restock(1, 1)
    queue.send('late', late, sale, { ...sale, actor: { kind: 'buyer', id: 'bob' } })
    expect(queue.replies.slice(1).map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'refused', refusal: busy },
      { kind: 'done', seq: next, repeated: true },
      { kind: 'refused', refusal: { code: 'id_mismatch' } },
    ])
    await queue.settle()
    expect([queue.queue.length, queue.answer(others[1]!.id)]).toEqual([0, next + 3])
    expect(await queue.ask('late', late)).toEqual([next + 4])
  })

  test('[queue] each source has its own bound, and takes no room from others', async () => {
    const queue = story({ waitingPerSourceMax: 2 })
    const [flood, ann] = [restocks(3), restock(1, 1)]
    queue.send('flood', ...flood)
    queue.send('ann', ann)
    expect(queue.answer(flood[2]!.id)).toEqual(busy)
    await queue.settle()
    expect([queue.answer(flood[1]!.id), queue.answer(ann.id)]).toEqual([next + 2, next + 1])
  })
})
