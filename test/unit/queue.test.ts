import { describe, expect, test } from 'vitest'
import { buy, cancel, createProduct, idOf, restock } from '../support/builders/market-commands.ts'
import { given } from '../support/drivers/market-story.ts'
import { QueueStory } from '../support/drivers/queue-story.ts'

const soldOut = { code: 'out_of_stock', productId: 1, available: 0 }
const unavailable = { code: 'unavailable', retryAfterMs: 1_000 }
/** The seq of the first command, after the market's opening, its shop and its product. */
const next = 4
const selling = (stock = 10) => new QueueStory(given(createProduct({ stock })))
const restocks = (count: number) => Array.from({ length: count }, () => restock(1, 1))

describe('nothing is answered before it is durable:', () => {
  test('[G1] no sale, no refusal that a sale caused, no repeat of it, and no report', async () => {
    const story = selling(1)
    const [sale, refused] = [buy(1, 'ann'), buy(1, 'bob')]
    const append = story.journal.holdNext()
    story.send('a', sale, refused, sale)
    await story.settle()
    await append.reached
    expect([story.replies, story.committed, story.stock()]).toEqual([[], [], 1])
    append.release()
    await story.settle()
    expect(story.replies.map(({ id }) => id)).toEqual([sale.id, refused.id, sale.id])
    expect(story.answer(refused.id)).toEqual(soldOut)
    expect(story.answer(sale.id)).toEqual({ again: next })
    expect(story.stock()).toBe(0)
  })

  test('[G1] commands that arrive while a batch is written wait for the next one, refusals too', async () => {
    const story = selling(1)
    const append = story.journal.holdNext()
    const [sale, copy, refused, missing] = [
      buy(1, 'ann', idOf(101)),
      buy(1, 'ann', idOf(101)),
      buy(1),
      buy(99),
    ]
    story.send('a', sale)
    await story.settle()
    await append.reached
    story.send('b', copy, refused, missing)
    await story.settle()
    expect(story.replies).toEqual([])
    append.release()
    await story.settle()
    expect(story.batches).toEqual([1, 3])
    expect(story.answer(missing.id)).toEqual({ code: 'not_found', productId: 99 })
    expect(story.answer(sale.id)).toEqual({ again: next })
  })

  test('[G1] a batch without entries does not wait', async () => {
    const story = selling(0)
    expect(await story.ask('a', buy(1))).toEqual([soldOut])
    expect([await story.journalled(), story.committed]).toEqual([[], []])
  })

  test('[G1] all entries are reported with their sources before any reply', async () => {
    const story = selling()
    const [sale, more] = [buy(1, 'ann'), restock(1, 5)]
    story.send('shopper', sale)
    story.send('seller', more)
    const toldWhenAnswered: number[] = []
    story.queue.submit('seller', restock(1, 1), () => toldWhenAnswered.push(story.committed.length))
    await story.settle()
    expect(toldWhenAnswered).toEqual([1])
    const told = story.committed.flatMap(({ entries }) =>
      entries.map(({ entry, source }) => [entry.seq, source]),
    )
    expect(told).toEqual([
      [next, 'shopper'],
      [next + 1, 'seller'],
      [next + 2, 'seller'],
    ])
  })

  test('[G6] a command answered before another was sent comes before it in the journal', async () => {
    const story = selling()
    const seqs: unknown[] = []
    for (const source of ['a', 'b', 'a', 'c']) seqs.push(...(await story.ask(source, restock(1, 1))))
    expect(seqs).toEqual([next, next + 1, next + 2, next + 3])
  })
})

describe('a command takes effect once:', () => {
  test('[G5] as a hundred copies in one batch, in flight and later', async () => {
    const story = selling()
    const sale = buy(1, 'ann')
    const append = story.journal.holdNext()
    for (let copy = 0; copy < 100; copy += 1) story.send(`tab ${copy % 7}`, sale)
    await story.settle()
    await append.reached
    for (let copy = 0; copy < 100; copy += 1) story.send(`tab ${copy % 7}`, sale)
    append.release()
    await story.pass(2)
    for (let copy = 0; copy < 100; copy += 1) story.send('later', sale)
    await story.settle()
    expect(story.replies).toHaveLength(300)
    const fresh = story.replies.filter(({ outcome }) => outcome.kind === 'done' && !outcome.repeated)
    expect(fresh).toHaveLength(1)
    for (const { outcome } of story.replies) {
      expect(outcome).toMatchObject({ kind: 'done', seq: next, subject: { kind: 'order', id: sale.id } })
    }
    expect([story.stock(), await story.journalled()]).toEqual([9, [sale.id]])
  })

  test('[G5] if two send its id with other content in one batch', async () => {
    const story = selling()
    const first = buy(1, 'ann')
    story.send('a', first)
    story.send('b', { ...first, actor: { kind: 'buyer', id: 'bob' } })
    story.send('c', { ...restock(1, 5), id: first.id })
    await story.settle()
    const answers = story.replies.map(({ outcome }) =>
      outcome.kind === 'done' ? 'done' : outcome.refusal.code,
    )
    expect(answers).toEqual(['done', 'id_mismatch', 'id_mismatch'])
    expect(story.stock()).toBe(9)
  })

  test('[G5] the idempotency window stays bounded while the queue runs', async () => {
    const market = given(createProduct()).with({ bounds: { idempotencyWindowEntriesMax: 200 } })
    const story = new QueueStory(market)
    for (let batch = 0; batch < 50; batch += 1) await story.ask('a', ...restocks(20))
    expect(market.seq).toBe(1_003)
    expect(market.market.idempotencyWindow.map.size).toBeLessThanOrEqual(200 + 2 + 20)
  })
})

describe('commits', () => {
  test('[queue] happen at once if nothing waited, also right after a large one', async () => {
    const story = selling()
    await story.ask('a', ...restocks(100))
    const [seq] = await story.ask('a', restock(1, 1))
    expect([seq, story.batches]).toEqual([next + 100, [100, 1]])
    expect(story.clock.monotonic()).toBe(0)
  })

  test('[queue] are spaced under load', async () => {
    const story = selling()
    const append = story.journal.holdNext()
    story.send('a', ...restocks(32))
    await story.settle()
    const late = restock(1, 1)
    story.send('b', late)
    story.clock.tick(0.5)
    append.release()
    await story.settle()
    await story.pass(1.4)
    expect(story.answer(late.id)).toBe('nothing yet')
    await story.pass(0.1)
    expect([story.answer(late.id), story.clock.monotonic()]).toEqual([next + 32, 2])
  })

  test('[queue] that took longer than the spacing are followed at once', async () => {
    const story = selling()
    const append = story.journal.holdNext()
    story.send('a', ...restocks(32))
    await story.settle()
    story.send('b', restock(1, 1))
    story.clock.tick(7)
    append.release()
    await story.settle()
    expect(story.batches).toEqual([32, 1])
  })

  test('[queue] of few commands are followed at once', async () => {
    const story = selling()
    const append = story.journal.holdNext()
    story.send('a', ...restocks(7))
    await story.settle()
    story.send('b', restock(1, 1))
    append.release()
    await story.settle()
    expect([story.batches, story.clock.monotonic()]).toEqual([[7, 1], 0])
  })
})

describe('a clock that jumps', () => {
  test('[G6] by an hour changes only the time of entries, which never decreases', async () => {
    const story = selling()
    const start = story.clock.now()
    const hour = 3_600_000
    for (const jump of [0, hour, -2 * hour, hour]) {
      story.clock.jump(jump)
      expect(await story.ask('a', restock(1, 1), restock(1, 1))).toEqual([
        expect.any(Number),
        expect.any(Number),
      ])
    }
    const times = story.committed.map(({ entries }) => entries.map(({ entry }) => entry.at - start))
    expect(times).toEqual([
      [0, 0],
      [hour, hour],
      [hour, hour],
      [hour, hour],
    ])
  })

  test('[G9] removes no refusal from the cache, and ends no pause', async () => {
    const story = selling(0)
    const refused = buy(1)
    await story.ask('a', refused)
    await story.ask('a', restock(1, 5))
    story.clock.jump(3_600_000)
    expect(await story.ask('a', refused)).toEqual([soldOut])
    story.journal.failNext({ kind: 'full' })
    await story.ask('a', restock(1, 1))
    story.clock.jump(3_600_000)
    expect(await story.ask('a', restock(1, 1))).toEqual([unavailable])
    story.clock.jump(-7_200_000)
    story.clock.tick(500)
    expect(await story.ask('a', restock(1, 1))).toEqual([next + 1])
  })
})

describe('closing', () => {
  test('[G1] finishes and answers the current batch, and answers what waits', async () => {
    const story = selling()
    const append = story.journal.holdNext()
    const [sale, late] = [buy(1, 'ann'), buy(1, 'bob')]
    story.send('a', sale)
    await story.settle()
    story.send('a', late, sale)
    const closed = [story.queue.close(), story.queue.close()]
    await story.settle()
    expect(story.replies).toEqual([])
    append.release()
    await Promise.all(closed)
    expect(story.answers).toEqual([next, unavailable, { again: next }])
    expect([await story.journalled(), story.queue.length, story.clock.waiting]).toEqual([[sale.id], 0, 0])
  })

  test('[queue] accepts no more commands; known ids still get their outcome', async () => {
    const story = selling()
    const sale = buy(1, 'ann')
    await story.ask('a', sale)
    const waiting = restock(1, 1)
    story.send('a', waiting)
    await story.queue.close()
    expect(story.answer(waiting.id)).toEqual(unavailable)
    expect(await story.ask('a', sale, cancel(sale.id))).toEqual([{ again: next }, unavailable])
    expect([story.queue.available, await story.journalled()]).toEqual([false, [sale.id]])
  })
})
