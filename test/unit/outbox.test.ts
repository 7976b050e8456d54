import { pino } from 'pino'
import { expect, test } from 'vitest'
import { type Effect, Outbox, type OutboxBounds } from '../../server/outbox/outbox.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

const othersHadTheirTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** An outbox with a market and records of the test. */
class Sent {
  readonly clock = new VirtualClock()
  readonly performed: string[] = []
  readonly reported: string[] = []
  readonly settled: string[] = []
  readonly outbox: Outbox
  perform: Effect['perform'] = async () => ({ type: 'buyer:merge', from: 'one', to: 'other' })
  report: () => Promise<boolean> = async () => true
  settle: () => Promise<void> = async () => undefined

  constructor(bounds: Partial<OutboxBounds> = {}) {
    this.outbox = new Outbox({
      clock: this.clock,
      logger: pino({ level: 'silent' }),
      submit: (id) => {
        this.reported.push(id)
        return this.report()
      },
      bounds: {
        pendingMax: 3,
        inFlightMax: 10,
        retryMsMin: 100,
        retryMsMax: 300,
        waitMsMax: 1_000,
        ...bounds,
      },
    })
    this.outbox.start()
  }

  effect(id: string): Effect {
    return {
      id,
      kind: 'buyer:merge',
      perform: () => {
        this.performed.push(id)
        return this.perform()
      },
      settle: async () => {
        await this.settle()
        this.settled.push(id)
      },
    }
  }

  async pass(ms: number): Promise<void> {
    this.clock.tick(ms)
    await othersHadTheirTurn()
  }
}

test('[outbox] performs an effect, reports it under the same id, and then deletes the request', async () => {
  const sent = new Sent()
  const added = sent.outbox.add([sent.effect('one')])
  await sent.pass(0)
  await added
  expect([sent.performed, sent.reported, sent.settled]).toEqual([['one'], ['one'], ['one']])
  expect([sent.outbox.pendingOf('buyer:merge'), sent.clock.waiting]).toEqual([0, 0])
})

test('[outbox] does not report an effect that the market already knows', async () => {
  const sent = new Sent()
  sent.perform = async () => null
  void sent.outbox.add([sent.effect('one')])
  await sent.pass(0)
  expect([sent.reported, sent.settled]).toEqual([[], ['one']])
})

test.each([
  ['its cause fails', (sent: Sent) => (sent.perform = () => Promise.reject(new Error('no'))), 1, 0],
  ['the report is not taken', (sent: Sent) => (sent.report = async () => false), 1, 1],
  [
    'its record cannot be written',
    (sent: Sent) => (sent.settle = () => Promise.reject(new Error('no'))),
    1,
    1,
  ],
] as const)('[G5] an effect is tried again by the same id when %s', async (_, fail, performed, reported) => {
  const sent = new Sent()
  const { perform, report, settle } = sent
  fail(sent)
  const added = sent.outbox.add([sent.effect('one')])
  await sent.pass(0)
  await added
  expect([sent.performed.length, sent.reported.length, sent.settled]).toEqual([performed, reported, []])
  expect(sent.outbox.pendingOf('buyer:merge')).toBe(1)
  await sent.pass(99)
  expect(sent.performed).toHaveLength(performed)
  Object.assign(sent, { perform, report, settle })
  await sent.pass(1)
  expect(sent.settled).toEqual(['one'])
  expect(new Set([...sent.performed, ...sent.reported])).toEqual(new Set(['one']))
  await sent.pass(10_000)
  expect([sent.performed.length, sent.reported.length]).toEqual([performed + 1, reported + 1])
})

test('[outbox] waits longer after each failure, up to a bound', async () => {
  const sent = new Sent()
  sent.report = async () => false
  void sent.outbox.add([sent.effect('one')])
  for (const [ms, attempts] of [
    [0, 1],
    [100, 2],
    [199, 2],
    [1, 3],
    [299, 3],
    [1, 4],
    [300, 5],
  ] as const) {
    await sent.pass(ms)
    expect([ms, sent.reported.length]).toEqual([ms, attempts])
  }
})

test('[outbox] performs an effect once if it is requested again in the meantime', async () => {
  const sent = new Sent()
  sent.report = async () => false
  void sent.outbox.add([sent.effect('one')])
  await sent.pass(0)
  sent.report = async () => true
  await sent.outbox.add([sent.effect('one')])
  await sent.pass(10_000)
  expect([sent.performed, sent.settled]).toEqual([['one', 'one'], ['one']])
})

test('[G13] refuses new effects when full, but accepts those that are durable', async () => {
  const sent = new Sent({ pendingMax: 2 })
  sent.report = async () => false
  void sent.outbox.add([sent.effect('one')])
  await sent.pass(0)
  expect(sent.outbox.isFull).toBe(false)
  void sent.outbox.add([sent.effect('two'), sent.effect('three')])
  expect(sent.outbox.isFull).toBe(true)
  sent.report = async () => true
  await sent.pass(1_000)
  expect([sent.outbox.isFull, sent.settled.sort()]).toEqual([false, ['one', 'three', 'two']])
})

test('[outbox] performs nothing after closing', async () => {
  const sent = new Sent()
  sent.report = async () => false
  void sent.outbox.add([sent.effect('one')])
  await sent.pass(0)
  sent.outbox.close()
  await sent.pass(10_000)
  expect([sent.performed, sent.clock.waiting]).toEqual([['one'], 0])
})
