import { describe, expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import { JournalFailure } from '../../server/journal/journal.ts'
import type { CommandEnvelope } from '../../server/market/command.ts'
import type { Entry } from '../../server/market/event.ts'
import { buy, createProduct, restock } from '../support/builders/market-commands.ts'
import { given } from '../support/drivers/market-story.ts'
import { QueueStory } from '../support/drivers/queue-story.ts'

const unavailable = { code: 'unavailable', retryAfterMs: 1_000 }
const soldOut = { code: 'out_of_stock', productId: 1, available: 0 }
const next = 4
const product = (stock: number) => ({ ...createProduct({ stock }), id: 'the product' })

/** A queue, and entries that another node would append to the same journal. */
function twoNodes(stock = 10): {
  story: QueueStory
  elsewhere: (...envelopes: CommandEnvelope[]) => Entry[]
} {
  const start = given(product(stock))
  const other = given(product(stock))
  const already = other.entries.length
  return {
    story: new QueueStory(start),
    elsewhere: (...envelopes) => other.and(...envelopes).entries.slice(already),
  }
}
const alone = (stock = 10) => twoNodes(stock).story

/** Sends commands, and returns while their append waits. */
async function inFlight(story: QueueStory, ...envelopes: CommandEnvelope[]): Promise<() => void> {
  const append = story.journal.holdNext()
  story.send('a', ...envelopes)
  await story.settle()
  await append.reached
  return append.release
}

describe('a full disk', () => {
  test('[G2] nothing is sold, and no decision takes effect', async () => {
    const story = alone(1)
    story.journal.failNext({ kind: 'full' })
    const [sale, refused] = [buy(1, 'ann'), buy(1, 'bob')]
    expect(await story.ask('a', sale, refused)).toEqual([unavailable, unavailable])
    expect([story.stock(), story.committed, await story.journalled()]).toEqual([1, [], []])
  })

  test('[G9] known ids get their outcome, in the batch, in the queue and during the pause', async () => {
    const story = alone()
    const sale = buy(1, 'ann')
    await story.ask('a', sale)
    story.journal.failNext({ kind: 'full' })
    const release = await inFlight(story, restock(1, 1), sale)
    const [waiting, mismatch] = [restock(1, 1), { ...sale, actor: { kind: 'buyer' as const, id: 'bob' } }]
    story.send('b', waiting, sale)
    release()
    await story.settle()
    const again = { again: next }
    expect(story.answers).toEqual([next, unavailable, again, unavailable, again])
    expect(await story.ask('c', sale, restock(1, 1))).toEqual([again, unavailable])
    expect(await story.ask('c', mismatch)).toEqual([{ code: 'id_mismatch' }])
    expect(story.batches).toEqual([1])
  })

  test('[G2] selling resumes by itself after the pause, and the queue reports that it is ready', async () => {
    const story = alone()
    story.journal.failNext({ kind: 'full' })
    const command = restock(1, 1)
    await story.ask('a', command)
    expect(story.queue.available).toBe(false)
    await story.pass(499)
    expect([story.queue.available, await story.ask('a', command)]).toEqual([false, [unavailable]])
    await story.pass(1)
    expect(story.queue.available).toBe(true)
    expect(await story.ask('a', command)).toEqual([next])
  })

  test('[G2] pauses again if the disk is still full', async () => {
    const story = alone()
    story.journal.failNext({ kind: 'full' })
    story.journal.failNext({ kind: 'full' })
    const command = restock(1, 1)
    await story.ask('a', command)
    await story.pass(500)
    expect(await story.ask('a', command)).toEqual([unavailable])
    await story.pass(500)
    expect(await story.ask('a', command)).toEqual([next])
  })
})

describe('another node that appended first', () => {
  test('[G5] its entries are applied, and the same commands are decided again', async () => {
    const { story, elsewhere } = twoNodes(1)
    const [ours, theirs] = [buy(1, 'ann'), buy(1, 'bob')]
    const release = await inFlight(story, ours, restock(1, 5))
    story.journal.appendElsewhere(elsewhere(theirs))
    release()
    await story.settle()
    expect(story.answer(ours.id)).toEqual(soldOut)
    expect(await story.journalled()).toEqual([theirs.id, story.replies[1]!.id])
    const told = story.committed.map(({ entries }) => entries.map(({ entry, source }) => [entry.seq, source]))
    expect(told).toEqual([[[next, null]], [[next + 1, 'a']]])
    expect(story.stock()).toBe(5)
  })

  test('[G5] the same command on both nodes takes effect once', async () => {
    const { story, elsewhere } = twoNodes(5)
    const sale = buy(1, 'ann')
    const release = await inFlight(story, sale)
    story.journal.appendElsewhere(elsewhere(sale))
    release()
    await story.settle()
    expect([story.answer(sale.id), story.stock()]).toEqual([{ again: next }, 4])
    expect(await story.journalled()).toEqual([sale.id])
  })

  test('[G9] what it accepted is no longer refused here', async () => {
    const { story, elsewhere } = twoNodes(0)
    const sale = buy(1, 'ann')
    expect(await story.ask('a', sale)).toEqual([soldOut])
    story.journal.appendElsewhere(elsewhere(restock(1, 1), sale))
    await story.settle()
    expect(await story.ask('a', sale)).toEqual([{ again: next + 1 }])
    await story.pass(bounds.queue.turnDistanceMs)
    const [fresh] = await story.ask('a', restock(1, 1), sale)
    expect([fresh, story.answer(sale.id)]).toEqual([next + 2, { again: next + 1 }])
  })

  test('[G10] what others append is read at a distance, and batches are apart while they sell', async () => {
    const { story, elsewhere } = twoNodes()
    const others = elsewhere(restock(1, 1), restock(1, 2))
    const { turnDistanceMs, sharedMs } = bounds.queue
    story.journal.appendElsewhere(others.slice(0, 1))
    await story.settle()
    expect(story.stock()).toBe(11)
    story.journal.appendElsewhere(others.slice(1))
    await story.settle()
    expect(story.stock()).toBe(11)
    await story.pass(turnDistanceMs)
    expect(story.stock()).toBe(13)
    const [first, second, third, fourth] = [1, 1, 1, 1].map((quantity) => restock(1, quantity))
    expect(await story.ask('a', first!)).toEqual([others[1]!.seq + 1])
    expect(await story.ask('a', second!)).toEqual(['nothing yet'])
    await story.pass(turnDistanceMs)
    expect(story.answer(second!.id)).toBe(others[1]!.seq + 2)
    await story.pass(sharedMs)
    expect(await story.ask('a', third!)).toEqual([others[1]!.seq + 3])
    expect(await story.ask('a', fourth!)).toEqual([others[1]!.seq + 4])
  })

  test('[G10] its entries are read after a wake-up, even if this node has nothing to do', async () => {
    const { story, elsewhere } = twoNodes()
    story.journal.appendElsewhere(elsewhere(restock(1, 7), restock(1, 1)))
    await story.settle()
    expect([story.stock(), story.queue.length]).toEqual([18, 0])
    expect(story.committed.flatMap(({ entries }) => entries.map(({ source }) => source))).toEqual([
      null,
      null,
    ])
  })

  test('[G10] a wake-up while a batch is written is not lost', async () => {
    const { story, elsewhere } = twoNodes()
    const entries = elsewhere(restock(1, 7))
    story.queue.submit('a', buy(99), () => story.journal.appendElsewhere(entries))
    await story.settle()
    expect(story.stock()).toBe(17)
  })

  test('[G10] a wake-up during a pause is not lost', async () => {
    const { story, elsewhere } = twoNodes()
    story.journal.failNext({ kind: 'full' })
    await story.ask('a', restock(1, 1))
    story.journal.appendElsewhere(elsewhere(restock(1, 7)))
    await story.pass(500)
    expect(story.queue.available).toBe(true)
    await story.settle()
    expect(story.stock()).toBe(17)
  })

  test('[G10] an entry that cannot be applied stops the queue', async () => {
    const { story, elsewhere } = twoNodes()
    const entries = elsewhere(restock(1, 1)).map((entry) => ({ ...entry, v: 9 as 1 }))
    story.journal.appendElsewhere(entries)
    await story.settle()
    const message = expect.stringContaining(`Entry ${next} has version 9: a newer Souk wrote it`)
    expect(story.failures).toMatchObject([{ message }])
    story.send('a', restock(1, 1))
    await story.settle()
    expect([story.queue.available, story.replies]).toEqual([false, []])
  })
})

describe('an append with an unknown outcome', () => {
  test('[G5] is looked up: durable entries have taken effect', async () => {
    const story = alone(1)
    story.journal.failNext({ kind: 'unknown', durable: true })
    const [sale, refused] = [buy(1, 'ann'), buy(1, 'bob')]
    expect(await story.ask('a', sale, refused)).toEqual([{ again: next }, soldOut])
    expect([await story.journalled(), story.stock()]).toEqual([[sale.id], 0])
  })

  test('[G5] is looked up before anything is written again', async () => {
    const story = alone()
    story.journal.failNext({ kind: 'unknown', durable: true })
    const command = restock(1, 1)
    const release = await inFlight(story, command)
    const appendedAgain = story.journal.holdNext()
    release()
    await story.settle()
    expect(story.answers).toEqual([{ again: next }])
    appendedAgain.release()
  })

  test('[G5] is repeated if it was not durable', async () => {
    const story = alone(1)
    story.journal.failNext({ kind: 'unknown', durable: false })
    story.journal.failNext({ kind: 'unknown', durable: false })
    const [sale, refused] = [buy(1, 'ann'), buy(1, 'bob')]
    expect(await story.ask('a', sale, refused)).toEqual([next, soldOut])
    expect([await story.journalled(), story.stock()]).toEqual([[sale.id], 0])
  })
})

describe('a disk that failed', () => {
  test.each([true, false])(
    '[G2] nothing is answered any more, and the failure is reported once (durable: %s)',
    async (durable) => {
      const story = alone()
      const known = buy(1, 'ann')
      await story.ask('a', known)
      story.journal.failNext({ kind: 'failed', durable })
      const release = await inFlight(story, restock(1, 1), known)
      story.send('b', restock(1, 1), known)
      release()
      await story.settle()
      story.send('c', known, restock(1, 1), buy(99))
      await story.pass(1_000)
      expect(story.replies).toHaveLength(1)
      expect(story.failures).toEqual([expect.any(JournalFailure)])
      expect([story.queue.available, story.stock(), story.committed.length]).toEqual([false, 9, 1])
    },
  )

  test('[G2] closing then answers nothing, and ends', async () => {
    const story = alone()
    story.journal.failNext({ kind: 'failed', durable: true })
    const release = await inFlight(story, restock(1, 1))
    story.send('b', restock(1, 1))
    const closing = story.queue.close()
    release()
    await closing
    await story.queue.close()
    expect([story.replies, story.failures.length, story.clock.waiting]).toEqual([[], 1, 0])
  })
})
