import { describe, expect, test } from 'vitest'
import type { CommandEnvelope } from '../../server/market/command.ts'
import { RejectionCache } from '../../server/queue/rejection-cache.ts'
import { marketFull, refuse } from '../../shared/refusals.ts'
import {
  buy,
  buyer,
  createProduct,
  line,
  merge,
  openShop,
  restock,
} from '../support/builders/market-commands.ts'
import { given } from '../support/drivers/market-story.ts'
import { QueueStory } from '../support/drivers/queue-story.ts'

const soldOut = { code: 'out_of_stock', productId: 1, available: 0 }
const mismatch = { code: 'id_mismatch' }
const next = 5
const minutes = 60_000
/** Two products, the first of them sold out; then there is a new shop with a third. */
const story = (queueBounds = {}) =>
  new QueueStory(given(createProduct({ stock: 0 }), createProduct()), queueBounds)

describe('a refusal', () => {
  test('[G9] is repeated for its id, even if it would be accepted now', async () => {
    const queue = story()
    const sale = buy(1, 'ann')
    expect(await queue.ask('a', sale)).toEqual([soldOut])
    await queue.ask('a', restock(1, 5))
    expect(await queue.ask('a', sale)).toEqual([soldOut])
    expect(await queue.ask('a', buy(1, 'ann'))).toEqual([next + 1])
    expect(queue.stock()).toBe(4)
  })

  test('[G9] is repeated for ten minutes, then forgotten', async () => {
    const queue = story()
    const sale = buy(1, 'ann')
    await queue.ask('a', sale)
    await queue.ask('a', restock(1, 5))
    queue.clock.tick(10 * minutes - 1)
    expect(await queue.ask('a', sale)).toEqual([soldOut])
    queue.clock.tick(1)
    expect(await queue.ask('a', sale)).toEqual([next + 1])
  })

  test('[G5] with another sender or other content is a mismatch', async () => {
    const queue = story()
    const sale = buy(1, 'ann')
    await queue.ask('a', sale)
    expect(await queue.ask('b', { ...sale, actor: buyer('bob') })).toEqual([mismatch])
    expect(await queue.ask('a', { ...buy([line(2)], 'ann'), id: sale.id })).toEqual([mismatch])
    expect(await queue.ask('a', { ...restock(1, 1), id: sale.id, payloadHash: sale.payloadHash })).toEqual([
      mismatch,
    ])
    expect(await queue.ask('a', sale)).toEqual([soldOut])
  })

  test('[G5] applies to copies in the same batch, even if stock came in between', async () => {
    const queue = story()
    const sale = buy(1, 'ann')
    queue.send('a', sale, restock(1, 5), sale, { ...sale, actor: buyer('bob') })
    await queue.settle()
    expect(queue.replies.map(({ outcome }) => outcome)).toMatchObject([
      { refusal: soldOut },
      { kind: 'done' },
      { refusal: soldOut },
      { refusal: mismatch },
    ])
    expect(queue.stock()).toBe(5)
  })

  test('[G9] applies to a copy that was already on its way', async () => {
    const queue = story()
    const sale = buy(1, 'ann')
    const append = queue.journal.holdNext()
    queue.send('a', sale, restock(1, 5))
    await queue.settle()
    queue.send('b', sale)
    append.release()
    await queue.pass(2)
    expect(queue.replies.at(-1)).toMatchObject({ id: sale.id, outcome: { refusal: soldOut } })
    expect(queue.stock()).toBe(5)
  })

  test('[G9] is followed through sign-in', async () => {
    const queue = story()
    const sale = buy(1, 'guest')
    await queue.ask('a', sale)
    await queue.ask('a', merge('guest', 'member'), restock(1, 5))
    expect(await queue.ask('a', { ...sale, actor: buyer('member') })).toEqual([soldOut])
    expect(await queue.ask('a', { ...sale, actor: buyer('bob') })).toEqual([mismatch])
  })

  test('[G9] that means "not yet known" is not cached', async () => {
    const queue = story({ waitingMax: 1 })
    const [first, second] = [restock(1, 1), restock(1, 1)]
    queue.send('a', first, second)
    expect(queue.answer(second.id)).toMatchObject({ code: 'busy' })
    await queue.settle()
    queue.journal.failNext({ kind: 'full' })
    expect(await queue.ask('a', second)).toMatchObject([{ code: 'unavailable' }])
    await queue.pass(500)
    expect(await queue.ask('a', second)).toEqual([next + 1])
  })
})

describe('a refusal hides no outcome:', () => {
  /** A purchase that was made; and the same id with lines of two shops, which is invalid before it is known. */
  async function bought(queue: QueueStory): Promise<{ sale: CommandEnvelope; invalid: CommandEnvelope }> {
    await queue.ask('a', openShop({ slug: 'second' }), createProduct({ shopId: 2 }))
    const sale = buy(2, 'ann')
    return { sale, invalid: { ...buy([line(2), line(3)], 'mallory'), id: sale.id } }
  }

  test('[G9] an invalid purchase with another’s id does not affect their outcome', async () => {
    const queue = story()
    const { sale, invalid } = await bought(queue)
    const [seq] = await queue.ask('a', sale)
    expect(await queue.ask('m', invalid)).toMatchObject([{ code: 'invalid' }])
    expect(await queue.ask('a', sale)).toEqual([{ again: seq }])
  })

  test('[G9] nor in the same batch', async () => {
    const queue = story()
    const { sale, invalid } = await bought(queue)
    queue.send('a', sale, invalid, sale)
    await queue.settle()
    const [first, , again] = queue.replies.slice(-3).map(({ outcome }) => outcome)
    expect([first, again]).toMatchObject([
      { kind: 'done', repeated: false },
      { kind: 'done', repeated: true },
    ])
  })
})

describe('the rejection cache', () => {
  const refusal = marketFull('orders', 1)
  let now = 0
  const newMemory = () => {
    now = 0
    return new RejectionCache({ refusalsMax: 3, refusalMsMax: 1_000 }, () => now)
  }
  const remembering = (memory: RejectionCache, envelopes: CommandEnvelope[]) => {
    for (const envelope of envelopes) memory.remember(envelope, refusal)
  }
  const restocks = (count: number) => Array.from({ length: count }, () => restock(1, 1))
  const known = (memory: RejectionCache, envelopes: CommandEnvelope[]) =>
    envelopes.map((envelope) => memory.recall(envelope) !== null)

  test('[G9] is bounded, and removes the oldest first', () => {
    const memory = newMemory()
    const envelopes = restocks(5)
    remembering(memory, envelopes)
    expect(known(memory, envelopes)).toEqual([false, false, true, true, true])
  })

  test('[G9] keeps the first refusal and its time if it is added again', () => {
    const memory = newMemory()
    const [envelope] = restocks(1)
    remembering(memory, [envelope!])
    now = 500
    memory.remember(envelope!, refuse('forbidden'))
    now = 999
    expect(memory.recall(envelope!)).toMatchObject({ refusal: { code: 'market_full' } })
    now = 1_000
    expect(memory.recall(envelope!)).toBeNull()
  })

  test('[G9] caches a removed refusal again for the full time', () => {
    const memory = newMemory()
    const envelopes = restocks(4)
    remembering(memory, envelopes.slice(0, 2))
    now = 1_000
    remembering(memory, envelopes.slice(0, 1))
    remembering(memory, envelopes.slice(2))
    now = 1_999
    expect(known(memory, envelopes)).toEqual([true, false, true, true])
    now = 2_000
    expect(known(memory, envelopes)).toEqual([false, false, false, false])
  })
})
