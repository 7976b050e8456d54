import { expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import type { Connection } from '../../server/broadcast/connection.ts'
import { LastMinute } from '../../server/broadcast/last-minute.ts'
import type { Message } from '../../server/broadcast/messages.ts'
import { PaceNotifier } from '../../server/broadcast/pace-notifier.ts'
import type { Subscription } from '../../server/broadcast/subscription.ts'
import type { CommandEnvelope } from '../../server/market/command.ts'
import { buy, cancel, createProduct, idOf, line, openShop } from '../support/builders/market-commands.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'
import { given } from '../support/drivers/market-story.ts'

/** A market with a product in each of two shops, on a clock. */
function opened() {
  const clock = new VirtualClock()
  const story = given(
    createProduct({ stock: 1_000 }),
    openShop({ slug: 'other' }),
    createProduct({ stock: 1_000, shopId: 2 }),
  )
  const lastMinute = new LastMinute(story.market, clock)
  /** Happens now, or that long ago. */
  const happens = (envelope: CommandEnvelope, agoMs = 0): void => {
    story.with({ at: clock.now() - agoMs }).and(envelope)
    lastMinute.add(story.entries.at(-1)!)
  }
  return { clock, story, lastMinute, happens }
}

test('[broadcast] the last minute counts units by shop, and forgets them after a minute', () => {
  const { clock, lastMinute, happens } = opened()
  happens(buy([line(1, 2)]))
  clock.tick(30_000)
  happens(buy([line(2, 3)]))
  expect(lastMinute.pace()).toEqual({
    windowMs: 60_000,
    units: 5,
    shops: [
      [2, 3],
      [1, 2],
    ],
  })
  clock.tick(31_000)
  expect(lastMinute.pace()).toEqual({ windowMs: 60_000, units: 3, shops: [[2, 3]] })
  expect(lastMinute.isQuiet).toBe(false)
  clock.tick(30_000)
  expect(lastMinute.pace()).toEqual({ windowMs: 60_000, units: 0, shops: [] })
  expect(lastMinute.isQuiet).toBe(true)
})

test('[broadcast] a cancelled order no longer counts, whether it was placed a moment or an hour ago', () => {
  const { clock, lastMinute, happens } = opened()
  happens(buy([line(1, 2)], 'ann', idOf(901)))
  clock.tick(3_600_000)
  happens(buy([line(1, 4)], 'ann', idOf(902)))
  happens(buy([line(2, 1)], 'ann', idOf(903)))
  happens(cancel(idOf(901)))
  expect(lastMinute.pace().units).toBe(5)
  happens(cancel(idOf(902)))
  expect(lastMinute.pace()).toMatchObject({ units: 1, shops: [[2, 1]] })
})

test('[broadcast] the last minute is known at a start, from the orders alone', () => {
  const { clock, story, lastMinute, happens } = opened()
  happens(buy([line(1, 7)]))
  clock.tick(50_000)
  happens(buy([line(1, 2)], 'ann', idOf(902)))
  happens(buy([line(2, 3)]))
  happens(cancel(idOf(902)))
  clock.tick(5_000)
  const started = new LastMinute(story.market, clock)
  expect(started.pace()).toEqual(lastMinute.pace())
  expect(started.pace().units).toBe(10)
  clock.tick(10_000)
  expect(started.pace().units).toBe(3)
})

test('[broadcast] the clock may jump, and sales still leave the last minute in time', () => {
  const { clock, lastMinute, happens } = opened()
  happens(buy([line(1, 2)]))
  clock.jump(-3_600_000)
  happens(buy([line(1, 1)]))
  expect(lastMinute.pace().units).toBe(3)
  clock.jump(7_200_000)
  happens(buy([line(1, 1)]))
  expect(lastMinute.pace().units).toBe(4)
  clock.tick(61_000)
  expect(lastMinute.pace().units).toBe(0)
})

test('[broadcast] what another node sold a while ago is as old as its time says', () => {
  const { clock, lastMinute, happens } = opened()
  happens(buy([line(1, 2)]), 50_000)
  happens(buy([line(1, 8)]), 90_000)
  expect(lastMinute.pace().units).toBe(2)
  clock.tick(11_000)
  expect(lastMinute.pace().units).toBe(0)
})

/** A client that is told. */
function listener() {
  const heard: number[] = []
  const state = { reads: true }
  const take = ({ json }: Message): void => void heard.push((JSON.parse(json) as { units: number }).units)
  const connection: Connection = {
    id: '1',
    send: take,
    deliver: (message) => {
      if (state.reads) take(message)
      return state.reads
    },
    queued: () => (state.reads ? 0 : 1),
    close: () => {},
  }
  return { heard, state, subscription: { connection } as Subscription }
}

/** The same market, with a notifier. */
function notifying() {
  const clock = new VirtualClock()
  const story = given(createProduct({ stock: 1_000 }))
  const notifier = new PaceNotifier({ market: story.market, clock, bounds: bounds.broadcast })
  const sells = (quantity: number): void => {
    story.with({ at: clock.now() }).and(buy([line(1, quantity)]))
    notifier.add(story.entries.at(-1)!)
  }
  return { clock, notifier, sells }
}

test('[broadcast] clients are told as they join, then once in three seconds, and nothing while nothing changes', () => {
  const { clock, notifier, sells } = notifying()
  const { heard, subscription } = listener()
  notifier.join(subscription)
  expect(heard).toEqual([0])
  clock.tick(60_000)
  for (let second = 0; second < 6; second += 1) {
    sells(1)
    clock.tick(1_000)
  }
  expect(heard).toEqual([0, 3, 6])
  clock.tick(50_000)
  expect(heard).toEqual([0, 3, 6])
  clock.tick(20_000)
  expect(heard.at(-1)).toBe(0)
  expect(clock.waiting).toBe(0)
})

test('[G8] a client that did not read is told later, once, as it is then', () => {
  const { clock, notifier, sells } = notifying()
  const { heard, state, subscription } = listener()
  notifier.join(subscription)
  state.reads = false
  sells(5)
  clock.tick(70_000)
  expect(heard).toEqual([0])
  state.reads = true
  clock.tick(10_000)
  expect(heard).toEqual([0, 0])
  expect(clock.waiting).toBe(0)
})
