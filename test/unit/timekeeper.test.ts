import { pino } from 'pino'
import { expect, test } from 'vitest'
import { Timekeeper, type TimekeeperBounds } from '../../server/timekeeper/timekeeper.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

const othersHadTheirTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A timekeeper whose submissions a test answers. */
class Kept {
  readonly clock = new VirtualClock()
  readonly submitted: string[] = []
  readonly stale = new Set<string>()
  readonly timekeeper: Timekeeper
  /** Answers submissions; at once unless the test replaces it. */
  answer: () => Promise<boolean> = async () => true

  constructor(bounds: Partial<TimekeeperBounds> = {}) {
    this.timekeeper = new Timekeeper({
      clock: this.clock,
      logger: pino({ level: 'silent' }),
      submit: (id) => {
        this.submitted.push(id)
        return this.answer()
      },
      bounds: {
        startGraceMs: 15_000,
        inFlightMax: 50,
        retryMsMin: 1_000,
        retryMsMax: 2_500,
        waitMsMax: 60_000,
        ...bounds,
      },
    })
  }

  /** A deadline `ms` from now. */
  in(ms: number, id: string, key?: string): void {
    const until = this.clock.now() + ms
    const command = { type: 'order:expire', orderId: id, until } as const
    this.timekeeper.add({ command, id, ...(key && { key }), until, applies: () => !this.stale.has(id) })
  }

  async pass(ms: number): Promise<void> {
    this.clock.tick(ms)
    await othersHadTheirTurn()
  }
}

test('[timekeeper] submits deadlines in order, none early', async () => {
  const kept = new Kept()
  kept.timekeeper.start()
  await kept.pass(20_000)
  kept.in(3_000, 'third')
  kept.in(1_000, 'first')
  kept.in(2_000, 'second')
  await kept.pass(999)
  expect(kept.submitted).toEqual([])
  await kept.pass(1)
  expect(kept.submitted).toEqual(['first'])
  await kept.pass(2_000)
  expect(kept.submitted).toEqual(['first', 'second', 'third'])
  expect([kept.timekeeper.waiting, kept.clock.waiting]).toEqual([0, 0])
})

test('[timekeeper] lets nothing expire before it is started and for a while after', async () => {
  const kept = new Kept()
  kept.in(-60_000, 'overdue')
  await kept.pass(60_000)
  expect(kept.submitted).toEqual([])
  kept.timekeeper.start()
  await kept.pass(14_999)
  expect(kept.submitted).toEqual([])
  await kept.pass(1)
  expect(kept.submitted).toEqual(['overdue'])
})

test('[timekeeper] uses the monotonic clock: a jump of the wall clock moves no deadline', async () => {
  const kept = new Kept({ startGraceMs: 0 })
  kept.timekeeper.start()
  kept.in(10_000, 'one')
  kept.clock.jump(3_600_000)
  await kept.pass(9_999)
  expect(kept.submitted).toEqual([])
  kept.clock.jump(-7_200_000)
  await kept.pass(1)
  expect(kept.submitted).toEqual(['one'])
})

test('[timekeeper] retries what the queue could not accept, after pauses that grow up to a bound', async () => {
  const kept = new Kept({ startGraceMs: 0 })
  kept.timekeeper.start()
  kept.in(10, 'one')
  kept.answer = async () => false
  await kept.pass(10)
  kept.answer = async () => Promise.reject(new Error('no'))
  await kept.pass(999)
  expect(kept.submitted).toHaveLength(1)
  await kept.pass(1)
  await kept.pass(1_999)
  expect(kept.submitted).toHaveLength(2)
  await kept.pass(1)
  kept.answer = async () => true
  await kept.pass(2_499)
  expect(kept.submitted).toHaveLength(3)
  await kept.pass(1)
  expect(kept.submitted).toEqual(['one', 'one', 'one', 'one'])
  await kept.pass(60_000)
  expect(kept.submitted).toHaveLength(4)
})

test('[G8] submits a few of many deadlines that are due at once, and others as those are answered', async () => {
  const kept = new Kept({ startGraceMs: 0, inFlightMax: 10 })
  const answers: (() => void)[] = []
  kept.answer = () => new Promise((resolve) => answers.push(() => resolve(true)))
  kept.timekeeper.start()
  for (let number = 0; number < 100; number += 1) kept.in(5, String(number))
  await kept.pass(5)
  expect(kept.submitted).toHaveLength(10)
  answers.shift()?.()
  await othersHadTheirTurn()
  expect(kept.submitted).toHaveLength(11)
  while (answers.length > 0) {
    answers.shift()?.()
    await othersHadTheirTurn()
  }
  expect(new Set(kept.submitted).size).toBe(100)
})

test('[limits] keeps one deadline per key, the last one, however often it is set', async () => {
  const kept = new Kept({ startGraceMs: 0 })
  kept.in(50, 'order')
  for (let count = 0; count < 10_000; count += 1) kept.in(20_000 - count, String(count), 'shop 1')
  kept.in(30, 'last', 'shop 1')
  expect(kept.timekeeper.waiting).toBe(2)
  kept.timekeeper.start()
  await kept.pass(60_000)
  expect(kept.submitted).toEqual(['last', 'order'])
  kept.in(10, 'next', 'shop 1')
  await kept.pass(10)
  expect([kept.submitted.at(-1), kept.timekeeper.waiting]).toEqual(['next', 0])
})

test('[timekeeper] submits nothing that no longer applies, and nothing after it was closed', async () => {
  const kept = new Kept({ startGraceMs: 0 })
  kept.timekeeper.start()
  kept.in(10, 'gone')
  kept.in(20, 'closed')
  kept.stale.add('gone')
  await kept.pass(10)
  kept.timekeeper.close()
  await kept.pass(1_000)
  expect(kept.submitted).toEqual([])
  expect(kept.clock.waiting).toBe(0)
})

test('[timekeeper] waits longer than one timer of Node can', async () => {
  const kept = new Kept({ startGraceMs: 0 })
  kept.timekeeper.start()
  kept.in(60 * 86_400_000, 'in two months')
  await kept.pass(60 * 86_400_000 - 1)
  expect(kept.submitted).toEqual([])
  await kept.pass(1)
  expect(kept.submitted).toEqual(['in two months'])
})
