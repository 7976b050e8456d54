import { expect, test } from 'vitest'
import { createProduct, restock } from '../support/builders/market-commands.ts'
import { given } from '../support/drivers/market-story.ts'
import { QueueStory } from '../support/drivers/queue-story.ts'

const unavailable = { code: 'unavailable', retryAfterMs: 1_000 }
/** The seq of the first command, after the market's opening, its shop and its product. */
const next = 4
const restocks = (count: number) => Array.from({ length: count }, () => restock(1, 1))

test('[G1] closing under load finishes the current batch and starts no other', async () => {
  const story = new QueueStory(given(createProduct()))
  const append = story.journal.holdNext()
  const [first, late] = [restocks(8), restocks(3)]
  story.send('a', ...first)
  await story.settle()
  await append.reached
  story.send('b', ...late)
  // So long that the next one is due at once.
  story.clock.tick(7)
  const closed = story.queue.close()
  append.release()
  await closed
  expect(story.answers).toEqual([...first.map((_, index) => next + index), ...late.map(() => unavailable)])
  expect([story.committed.length, await story.journalled()]).toEqual([1, first.map(({ id }) => id)])
  // No append is in progress: the journal would refuse to close during one.
  await story.journal.close()
})

test('[G1] closing while the second of two batches is written answers both, each once', async () => {
  const story = new QueueStory(given(createProduct()), { busyBatchMin: 1, commitDistanceMs: 0 })
  const [first, second, late] = [restock(1, 1), restock(1, 1), restock(1, 1)]
  const firstAppend = story.journal.holdNext()
  story.send('a', first)
  await story.settle()
  await firstAppend.reached
  story.send('a', second)
  const append = story.journal.holdNext()
  firstAppend.release()
  await append.reached
  const closed = story.queue.close()
  story.send('a', late)
  append.release()
  await closed
  expect(story.answers).toEqual([next, next + 1, unavailable])
  expect(story.replies.map(({ id }) => id)).toEqual([first.id, second.id, late.id])
  expect(story.committed).toHaveLength(2)
  await story.journal.close()
})
