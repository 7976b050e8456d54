import { pino } from 'pino'
import { expect, test } from 'vitest'
import { SnapshotSchedule } from '../../server/snapshot/snapshot-schedule.ts'
import type { SavedSnapshot, Snapshots } from '../../server/snapshot/snapshots.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

/** Snapshots that are saved when the test decides. */
class HeldSnapshots implements Snapshots {
  readonly asked: number[] = []
  readonly #ends: { done: (saved: SavedSnapshot) => void; fail: (error: Error) => void }[] = []

  async latest(): Promise<null> {
    return null
  }
  async discard(): Promise<void> {}
  save(seq: number): Promise<SavedSnapshot> {
    this.asked.push(seq)
    return new Promise((done, fail) => this.#ends.push({ done, fail }))
  }
  close(): void {
    for (const { fail } of this.#ends.splice(0)) fail(new Error('closed'))
  }
  async settle(error?: Error): Promise<void> {
    const { done, fail } = this.#ends.shift()!
    if (error) fail(error)
    else done({ seq: this.asked.at(-1)!, ms: 1 })
    // The schedule learns of it in the turns that follow.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
  }
}

function given() {
  const snapshots = new HeldSnapshots()
  const clock = new VirtualClock()
  const logger = pino({ level: 'silent' })
  const schedule = new SnapshotSchedule({
    snapshots,
    clock,
    logger,
    seq: 0,
    bounds: { entriesMin: 100, restFactor: 20 },
  })
  return { snapshots, clock, schedule }
}

test('[G14] a snapshot is made after a number of entries, one at a time', async () => {
  const { snapshots, schedule, clock } = given()
  schedule.reached(99)
  expect(snapshots.asked).toEqual([])
  schedule.reached(100)
  schedule.reached(300)
  expect(snapshots.asked).toEqual([100])
  await snapshots.settle()
  schedule.reached(301)
  expect(snapshots.asked).toEqual([100, 301])
  clock.tick(5_000)
  expect(schedule.ageSeconds()).toBe(5)
})

test('[G14] after a snapshot or a failure, it waits many times as long as that took', async () => {
  for (const error of [undefined, new Error('no space')]) {
    const { snapshots, schedule, clock } = given()
    schedule.reached(100)
    clock.tick(1_000)
    await snapshots.settle(error)
    clock.tick(19_999)
    schedule.reached(500)
    expect(snapshots.asked).toEqual([100])
    clock.tick(1)
    schedule.reached(501)
    expect(snapshots.asked).toEqual([100, 501])
  }
})

test('[G14] stopping does not wait for a snapshot', async () => {
  const { snapshots, schedule } = given()
  schedule.reached(100)
  await schedule.close()
  expect([snapshots.asked, schedule.ageSeconds()]).toEqual([[100], null])
})
