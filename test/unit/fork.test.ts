import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { Entry } from '../../server/market/event.ts'
import { Fork } from '../../server/postgres/fork.ts'
import type { DurableMarket } from '../../server/store/durable-market.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

const seq = 250_000
const windowStart = 150_000
const commonSeq = 240_000

/** A market whose entries are no purchases: it knows the ids of the last 100,000 alone. */
const market = {
  counters: { seq },
  orders: { get: () => undefined, values: () => [] },
  idempotencyWindow: {
    get: (id: string) => (Number(id) > windowStart ? { seq: Number(id) } : undefined),
  },
} as unknown as DurableMarket

test('[G7] what was lost is found where the ids of older commands are forgotten', async () => {
  const disk = new MemoryDisk()
  const entryAt = async (at: number) =>
    at <= commonSeq ? ({ seq: at, id: String(at) } as Entry) : ({ seq: at, id: 'another' } as Entry)
  const dependencies = { disk, folder: '/data', clock: new VirtualClock(), logger: pino({ level: 'silent' }) }
  await new Fork({ ...dependencies, reader: { entryAt } }).keepLost(market)
  const name = (await disk.list('/data')).find((each) => each.startsWith('lost-'))!
  const file = await disk.open(`/data/${name}`, 'read')
  const bytes = Buffer.alloc(await file.size())
  await file.read(bytes, 0)
  expect(JSON.parse(bytes.toString())).toMatchObject({ afterSeq: commonSeq, upToSeq: seq, orders: [] })
})
