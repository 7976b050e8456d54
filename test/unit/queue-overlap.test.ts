import { expect, test } from 'vitest'
import { JournalFailure } from '../../server/journal/journal.ts'
import type { CommandEnvelope } from '../../server/market/command.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { buy, createProduct, restock } from '../support/builders/market-commands.ts'
import { printedSeed } from '../support/doubles/random-port.ts'
import { given } from '../support/drivers/market-story.ts'
import { QueueStory } from '../support/drivers/queue-story.ts'

const soldOut = { code: 'out_of_stock', productId: 1, available: 0 }
const unavailable = { code: 'unavailable', retryAfterMs: 1_000 }
/** The seq of the first command, after the market's opening, its shop and its product. */
const next = 4
const restocks = (count: number) => Array.from({ length: count }, () => restock(1, 1))
const idsOf = (envelopes: readonly CommandEnvelope[]) => envelopes.map(({ id }) => id)

/** A queue in which each batch follows the one before at once, however small they are. */
const busy = (stock = 10, batchMax = 100) =>
  new QueueStory(given(createProduct({ stock })), { busyBatchMin: 1, commitDistanceMs: 0, batchMax })

/** Two batches: the first is durable, and the second is being appended until it is released. */
async function twoBatches(
  story: QueueStory,
  first: readonly CommandEnvelope[],
  second: readonly CommandEnvelope[],
) {
  const firstAppend = story.journal.holdNext()
  story.send('a', ...first)
  await story.settle()
  await firstAppend.reached
  story.send('b', ...second)
  await story.settle()
  expect(story.replies).toEqual([])
  const append = story.journal.holdNext()
  firstAppend.release()
  await append.reached
  await story.settle()
  return append
}

/** The reported seqs and the answered ids, in order. */
function noted(story: QueueStory) {
  const notes: (number | string)[] = []
  let told = 0
  const catchUp = (): void => {
    for (const { entries } of story.committed.slice(told))
      notes.push(...entries.map(({ entry }) => entry.seq))
    told = story.committed.length
  }
  const send = (envelope: CommandEnvelope): void =>
    story.queue.submit('a', envelope, () => {
      catchUp()
      notes.push(envelope.id)
    })
  return { notes, send }
}

test('[G1] while a batch is written, only the one before it has been answered', async () => {
  const story = busy(1)
  const [sale, copy, late] = [buy(1, 'ann'), buy(1, 'bob'), buy(1, 'cem')]
  const append = await twoBatches(story, [sale, copy], [restock(1, 1), sale, late])
  expect(story.replies.map(({ id }) => id)).toEqual([sale.id, copy.id])
  expect([story.answers, story.stock()]).toEqual([[next, soldOut], 0])
  expect(story.committed.map(({ entries }) => entries.map(({ entry }) => entry.seq))).toEqual([[next]])
  append.release()
  await story.settle()
  expect(story.answers.slice(2)).toEqual([next + 1, { again: next }, next + 2])
  expect(await story.journalled()).toHaveLength(3)
})

test('[G1] whatever was answered while the next batch is written is durable', async () => {
  const story = busy()
  const durable: boolean[] = []
  for (const envelope of restocks(40)) {
    story.queue.submit('a', envelope, (outcome) =>
      durable.push(outcome.kind === 'done' && outcome.seq <= story.journal.seq),
    )
    await Promise.resolve()
  }
  await story.settle()
  expect(durable).toEqual(Array.from({ length: 40 }, () => true))
})

test('[G9] a refusal is cached before the next batch is decided, although it is not answered yet', async () => {
  const story = busy(0)
  const sale = buy(1, 'ann')
  const append = await twoBatches(story, [sale, restock(1, 5)], [sale, buy(1, 'bob')])
  append.release()
  await story.settle()
  expect(story.answers).toEqual([soldOut, next, soldOut, next + 1])
  expect(story.stock()).toBe(4)
})

test('[G5] a copy in the next batch is recognised, although the first is not answered yet', async () => {
  const story = busy()
  const sale = buy(1, 'ann')
  const append = await twoBatches(
    story,
    [sale],
    [sale, { ...sale, actor: { kind: 'buyer', id: 'bob' } }, restock(1, 1)],
  )
  append.release()
  await story.settle()
  expect(story.answers).toEqual([next, { again: next }, { code: 'id_mismatch' }, next + 1])
})

test('[G1] each batch is reported, then answered, and only then is the next one reported', async () => {
  const story = busy(10, 2)
  const { notes, send } = noted(story)
  const envelopes = restocks(6)
  envelopes.forEach(send)
  await story.settle()
  const [a, b, c, d, e, f] = idsOf(envelopes)
  expect(story.batches).toEqual([2, 2, 2])
  expect(notes).toEqual([next, next + 1, a, b, next + 2, next + 3, c, d, next + 4, next + 5, e, f])
})

test('[G1] batches of refusals between written ones are answered in order', async () => {
  const story = busy(10, 2)
  const { notes, send } = noted(story)
  const refused = [1, 2, 3, 4].map(() => buy(99))
  const [first, second] = [restocks(2), restocks(2)]
  const append = story.journal.holdNext()
  const envelopes = [...first, ...refused, ...second]
  envelopes.forEach(send)
  await story.settle()
  await append.reached
  expect(notes).toEqual([])
  const lastAppend = story.journal.holdNext()
  append.release()
  await lastAppend.reached
  await story.settle()
  const soFar = [next, next + 1, ...idsOf(first), ...idsOf(refused)]
  expect(notes).toEqual(soFar)
  lastAppend.release()
  await story.settle()
  expect(notes).toEqual([...soFar, next + 2, next + 3, ...idsOf(second)])
})

test('[G1] commands in batches of any size are answered in order of arrival', async () => {
  const random = seededRandom(printedSeed())
  for (let turn = 0; turn < 30; turn += 1) {
    const story = busy(3, random.integer(1, 4))
    const { notes, send } = noted(story)
    const envelopes: CommandEnvelope[] = []
    for (let count = 0; count < 40; count += 1) {
      // A copy of a refused command is answered at once; of an accepted one, in its turn.
      const restocked = envelopes.filter(({ command }) => command.type === 'product:restock')
      const known = restocked.length > 0 && random.chance(0.2)
      const fresh = random.pick([() => restock(1, 1), () => buy(1), () => buy(99)])
      envelopes.push(known ? random.pick(restocked) : fresh())
      send(envelopes.at(-1)!)
      if (random.chance(0.3)) await Promise.resolve()
      if (random.chance(0.1)) await story.settle()
    }
    await story.settle()
    expect(notes.filter((note) => typeof note === 'string')).toEqual(idsOf(envelopes))
    const seqs = notes.filter((note) => typeof note === 'number')
    expect(seqs).toEqual(seqs.map((_, index) => next + index))
    await expectToldFirst(story, notes)
  }
})

/** Every command with an effect was reported before it was answered. */
async function expectToldFirst(story: QueueStory, notes: readonly (number | string)[]): Promise<void> {
  const ids = await story.journalled()
  for (const [index, id] of ids.entries()) expect(notes.indexOf(next + index)).toBeLessThan(notes.indexOf(id))
}

test('[queue] a command sent on a reply goes into the batch after the current one', async () => {
  const story = busy()
  const again = restock(1, 1)
  const firstAppend = story.journal.holdNext()
  story.queue.submit('a', restock(1, 1), () => story.send('a', again))
  await story.settle()
  const second = restock(1, 1)
  story.send('b', second)
  const append = story.journal.holdNext()
  firstAppend.release()
  await append.reached
  await story.settle()
  expect([story.replies, story.queue.length]).toEqual([[], 1])
  append.release()
  await story.settle()
  expect(story.replies.map(({ id }) => id)).toEqual([second.id, again.id])
})

test('[G2] a disk failure during the next batch does not affect answered ones, and that batch is not answered', async () => {
  const story = busy()
  const [first, second] = [restock(1, 1), restock(1, 1)]
  const append = await twoBatches(story, [first], [second])
  story.journal.failNext({ kind: 'failed', durable: false })
  append.release()
  await story.settle()
  expect([story.answers, story.failures]).toEqual([[next], [expect.any(JournalFailure)]])
  expect([story.stock(), story.committed.length]).toEqual([11, 1])
})

test('[G2] a full disk during the next batch refuses only that one', async () => {
  const story = busy()
  const [first, second] = [restock(1, 1), restock(1, 1)]
  const append = await twoBatches(story, [first], [second, first])
  story.journal.failNext({ kind: 'full' })
  append.release()
  await story.settle()
  expect(story.answers).toEqual([next, unavailable, { again: next }])
  expect(await story.journalled()).toEqual([first.id])
})
