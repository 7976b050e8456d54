import { expect, test } from 'vitest'
import { type HandOver, HandOvers, undoMs } from '../../web/seller/orders/counter/hand-overs.ts'
import type { Ended } from '../../web/store/send-until-known.ts'
import { memoryStorage } from '../../web/store/storage.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

const order = { id: 'o-1', shopId: 2, number: 7 }
const answered = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Pages of one browser, which share a clock and what is stored. */
class Counter {
  readonly clock = new VirtualClock()
  readonly storage = memoryStorage()
  readonly sent: string[] = []
  epoch = 'market'
  answer: () => Promise<Ended<unknown>> = async () => ({ kind: 'ok', reply: {} })
  #ids = 0

  page(): HandOvers {
    return new HandOvers({
      send: ({ id, orderId }: HandOver) => {
        this.sent.push(`${id} ${orderId}`)
        return this.answer()
      },
      epoch: () => this.epoch,
      storage: this.storage,
      newId: () => `c-${++this.#ids}`,
      now: () => this.clock.now(),
      schedule: (task, ms) => void this.clock.schedule(ms, task),
    })
  }

  get stored(): number {
    return this.storage.keys('souk:hand-over:').length
  }
}

test('[G5] a hand-over is sent once, after the time in which it can be undone', async () => {
  const counter = new Counter()
  const page = counter.page()
  page.begin(order)
  page.begin(order)
  expect(page.list()).toMatchObject([{ orderId: 'o-1', state: 'undoable' }])
  counter.clock.tick(undoMs - 1)
  expect([counter.sent, counter.stored]).toEqual([[], 1])
  counter.clock.tick(1)
  await answered()
  expect(counter.sent).toEqual(['c-1 o-1'])
  expect([page.list(), counter.stored]).toEqual([[], 0])
})

test('[seller] an undone hand-over is never sent, also not by another page', async () => {
  const counter = new Counter()
  const page = counter.page()
  page.begin(order)
  const other = counter.page()
  other.resume()
  expect([page.undo('o-1'), page.undo('o-1'), counter.stored]).toEqual([true, false, 0])
  page.sendAll()
  counter.clock.tick(10 * undoMs)
  await answered()
  expect([counter.sent, other.list()]).toEqual([[], []])
})

test('[G1] a page that is hidden sends at once; one that was closed leaves it to the next, with the same id', async () => {
  const counter = new Counter()
  const page = counter.page()
  page.begin(order)
  // The page ends before there is an answer.
  counter.answer = () => new Promise(() => {})
  page.sendAll()
  expect([counter.sent, counter.stored]).toEqual([['c-1 o-1'], 1])
  counter.answer = async () => ({ kind: 'ok', reply: {} })
  const next = counter.page()
  next.resume()
  next.resume()
  counter.clock.tick(2 * undoMs)
  await answered()
  expect(counter.sent).toEqual(['c-1 o-1', 'c-1 o-1'])
  expect([next.list(), counter.stored]).toEqual([[], 0])
})

test('[G9] a refusal is shown until it was read; the order can be handed over again', async () => {
  const counter = new Counter()
  const page = counter.page()
  const refusal = { code: 'not_fulfillable', message: 'No.', status: 'cancelled' } as const
  counter.answer = async () => ({ kind: 'refused', refusal })
  page.begin(order)
  counter.clock.tick(undoMs)
  await answered()
  expect(page.list()).toMatchObject([{ state: 'refused', refusal }])
  expect(counter.stored).toBe(0)
  page.begin(order)
  expect(page.list()).toMatchObject([{ id: 'c-2', state: 'undoable' }])
})

test('[G7] what was stored for another market, or is damaged, is dropped', async () => {
  const counter = new Counter()
  counter.page().begin(order)
  counter.storage.write('souk:hand-over:x', '{')
  counter.epoch = 'another'
  counter.page().resume()
  await answered()
  expect([counter.sent, counter.stored]).toEqual([[], 0])
})
