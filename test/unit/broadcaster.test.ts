import { expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import { everybody } from '../../server/broadcast/audience.ts'
import { Broadcaster } from '../../server/broadcast/broadcaster.ts'
import type { Connection } from '../../server/broadcast/connection.ts'
import type { Message } from '../../server/broadcast/messages.ts'
import type { MarketChanged } from '../../shared/protocol/server-messages.ts'
import { createProduct, envelopeBy, program, restock } from '../support/builders/market-commands.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'
import { given } from '../support/drivers/market-story.ts'

class Watcher implements Connection {
  readonly id: string
  readonly heard: MarketChanged[] = []
  reads = true
  readonly #takesTime: () => void

  constructor(id: string, takesTime: () => void) {
    this.id = id
    this.#takesTime = takesTime
  }

  send({ event, json }: Message): void {
    if (event === 'sales:pace') return
    this.heard.push(JSON.parse(json))
  }

  deliver(message: Message): boolean {
    if (this.reads) this.send(message)
    this.#takesTime()
    return this.reads
  }

  queued(): number {
    return this.reads ? 0 : 1
  }

  close(): void {}
}

/** A market that ticks for watchers, with two deliveries a slice, each of which takes `deliveryMs`. */
function opened(count: number, deliveryMs = 0) {
  const story = given(createProduct({ stock: 5 }))
  const clock = new VirtualClock()
  let workedMs = 0
  let encoded = 0
  const broadcaster = new Broadcaster({
    market: story.market,
    marketName: 'Souk',
    clock: {
      now: () => clock.now(),
      monotonic: () => clock.monotonic() + workedMs,
      schedule: (delayMs, task) => clock.schedule(delayMs, task),
    },
    bounds: {
      ...bounds.broadcast,
      deliveriesPerSliceMax: 2,
      freshJoinsPerTickMax: 0,
      heartbeatMs: 1_000_000,
    },
    orders: { nameOf: () => '', receiptUrlOf: () => '' },
    tail: [],
    onEncoded: (event) => {
      if (event === 'market:changed') encoded += 1
    },
  })
  /** Restocks this often, in one group. */
  const restocked = (times = 1): void => {
    for (let time = 0; time < times; time += 1) story.when(restock(1, 1))
    broadcaster.committed({ entries: story.entries.slice(-times).map((entry) => ({ entry, source: '' })) })
  }
  const join = (id: string, has: { epoch: string; seq: number } | null = null): Watcher => {
    const watcher = new Watcher(id, () => (workedMs += deliveryMs))
    broadcaster.join(watcher, {
      audience: everybody,
      orders: { kind: 'none' },
      sales: false,
      watch: true,
      has,
    })
    return watcher
  }
  const watchers = Array.from({ length: count }, (_, index) => join(`watcher ${index}`))
  return { story, clock, broadcaster, restocked, join, watchers, encodings: () => encoded }
}

/** Every message continues the one before. */
function expectNoGap({ heard }: Watcher): void {
  for (const [index, { from }] of heard.entries()) if (index > 0) expect(from).toBe(heard[index - 1]!.seq)
}

test('[G7] a sale between two slices of a tick keeps all clients in step, and is sent at the next tick', () => {
  const { story, clock, broadcaster, restocked, join, watchers, encodings } = opened(5)
  const has = { epoch: story.market.counters.epoch, seq: story.seq }
  restocked()
  const latecomers: Watcher[] = []
  // Due right after the tick's first slice.
  clock.schedule(0, () => {
    expect(watchers.map(({ heard }) => heard.length)).toEqual([2, 2, 1, 1, 1])
    latecomers.push(join('late', has))
    restocked()
    latecomers.push(join('later', has))
  })
  clock.tick(1_000)
  expect(latecomers).toHaveLength(2)
  for (const watcher of [...watchers, ...latecomers]) {
    expect(watcher.heard.at(-1)).toMatchObject({ seq: story.seq, stock: [[1, 7]] })
    expectNoGap(watcher)
  }
  // One for each tick, and none for clients that joined in between.
  expect(encodings()).toBe(2)
  broadcaster.close()
})

test('[broadcast] ticks are further apart only while large groups become durable', () => {
  const distanceMs = (groupSize: number): number => {
    const { clock, broadcaster, restocked, watchers } = opened(1, 8)
    const { heard } = watchers[0]!
    restocked(groupSize)
    clock.tick(0)
    const mark = heard.length
    restocked(groupSize)
    let distance = 8
    for (; heard.length === mark; distance += 1) clock.tick(1)
    broadcaster.close()
    return distance
  }
  expect(distanceMs(99)).toBe(50)
  expect(distanceMs(100)).toBe(80)
})

test('[G8] a client that does not read is skipped, and gets one merged change when it reads again', () => {
  const { clock, broadcaster, restocked, watchers, story } = opened(5)
  const [slow, ...others] = watchers
  slow!.reads = false
  const mark = slow!.heard.length
  for (let turn = 0; turn < 3; turn += 1) {
    restocked()
    clock.tick(1_000)
  }
  for (const other of others) expect(other.heard.at(-1)!.seq).toBe(story.seq)
  expect(slow!.heard).toHaveLength(mark)
  slow!.reads = true
  clock.tick(1_000)
  expect(slow!.heard.slice(mark)).toMatchObject([{ seq: story.seq, stock: [[1, 8]] }])
  expectNoGap(slow!)
  broadcaster.close()
})

test('[broadcast] clients that resume from the same seq between two ticks get the same message', () => {
  const { clock, broadcaster, restocked, join, story, encodings } = opened(1)
  const has = { epoch: story.market.counters.epoch, seq: story.seq }
  restocked()
  clock.tick(1_000)
  const before = encodings()
  const crowd = Array.from({ length: 20 }, (_, index) => {
    restocked()
    return join(`crowd ${index}`, has)
  })
  expect(encodings() - before).toBe(0)
  clock.tick(1_000)
  for (const one of crowd) {
    expect(one.heard).toHaveLength(2)
    expect(one.heard.at(-1)).toMatchObject({ seq: story.seq })
    expectNoGap(one)
  }
  broadcaster.close()
})

test('[G7] while many clients join, clients in step get changes less often, and miss none', () => {
  const { clock, restocked, join, story, watchers, broadcaster } = opened(4, 5)
  const has = { epoch: story.market.counters.epoch, seq: story.seq }
  const crowd: Watcher[] = []
  const changesWithinASecond = (arrive: () => void): number => {
    const before = watchers[0]!.heard.length
    for (let ms = 0; ms < 1_000; ms += 1) {
      restocked()
      arrive()
      clock.tick(1)
    }
    return watchers[0]!.heard.length - before
  }
  const calm = changesWithinASecond(() => {})
  const crowded = changesWithinASecond(() => {
    for (let come = 0; come < 3; come += 1) {
      const watcher = join(`crowd ${crowd.length}`, has)
      // Most leave again, so that a tick costs as much as before.
      if (crowd.push(watcher) > 2) broadcaster.leave(watcher.id)
    }
  })
  expect(calm).toBeGreaterThan(15)
  expect(crowded).toBeLessThan(8)
  clock.tick(2_000)
  for (const watcher of [...watchers, ...crowd.slice(0, 2)]) {
    expect(watcher.heard.at(-1)).toMatchObject({ seq: story.seq })
    expectNoGap(watcher)
  }
  broadcaster.close()
})

test('[G7] when another node begins a new epoch, every client is sent the whole market', () => {
  const { story, clock, broadcaster, watchers, restocked } = opened(3)
  watchers[0]!.reads = false
  restocked()
  story.when(envelopeBy(program, { type: 'market:restore', epoch: 'another' }))
  broadcaster.committed({ entries: story.entries.slice(-1).map((entry) => ({ entry, source: null })) })
  watchers[0]!.reads = true
  clock.tick(1_000)
  for (const { heard } of watchers) {
    expect(heard.at(-1)).toMatchObject({ epoch: 'another', seq: story.seq, products: [{ id: 1, stock: 6 }] })
    expect(heard.at(-1)!.from).toBeUndefined()
  }
})
