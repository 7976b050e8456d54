import { pino } from 'pino'
import { expect, test } from 'vitest'
import { bounds } from '../../server/bounds.ts'
import { changeSetOf } from '../../server/broadcast/change-set.ts'
import { forget } from '../../server/market/idempotency.ts'
import { openMarket } from '../../server/open-market.ts'
import { LowdbSnapshots } from '../../server/snapshot/lowdb-snapshots.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { randomHistory } from '../support/builders/random-history.ts'
import {
  diskWith,
  expectSameMarket,
  memoryFolder,
  placeOn,
  replay,
} from '../support/builders/snapshot-folder.ts'
import { makeInProcess } from '../support/doubles/make-in-process.ts'
import { randomFrom } from '../support/doubles/random-port.ts'

test.each([
  ['the journal alone', []],
  ['a snapshot and the journal after it', [200]],
  ['a snapshot alone', [300]],
])('[G3] a start from %s comes to the market that was, and remembers its last entries', async (_, seqs) => {
  for (const seed of [1, 2, 3]) {
    const { entries } = randomHistory(seed, 300)
    const disk = await diskWith(entries, seqs)
    // So that a start must remember some commands, and others not.
    const idempotencyWindowEntriesMax = 100 * seed
    const snapshots = new LowdbSnapshots({
      random: randomFrom(seededRandom(1)),
      disk,
      folder: memoryFolder,
      report: (problem) => expect(problem).toBeNull(),
      make: makeInProcess,
    })
    const few = {
      ...bounds,
      market: { ...bounds.market, idempotencyWindowEntriesMax },
      broadcast: { ...bounds.broadcast, resumeEntriesMax: 50 },
    }
    const logger = pino({ level: 'silent' })
    const opened = await openMarket({ ...placeOn(disk), snapshots, logger, bounds: few })
    const market = replay(entries)
    forget(market.idempotencyWindow.map, market.counters.seq, few.market)
    expectSameMarket(opened.market, market, `of seed ${seed}`)
    expect(opened.snapshotSeq).toBe(seqs[0] ?? 0)
    expect(opened.tail).toEqual(entries.slice(-50).map((entry) => changeSetOf(entry, market)))
    await opened.journal.close()
  }
})
