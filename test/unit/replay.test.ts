import { expect, test } from 'vitest'
import { replayInto } from '../../server/journal/replay.ts'
import { marketBounds } from '../../server/market/bounds.ts'
import { forget } from '../../server/market/idempotency.ts'
import { newMarket } from '../support/builders/new-market.ts'
import { randomHistory } from '../support/builders/random-history.ts'

const { entries } = randomHistory(5, 200)
const bounds = { ...marketBounds, idempotencyWindowEntriesMax: 30 }

/** The ids known after a replay to which the journal is known to reach so far, and how many were added to the window. */
function replayed(reachedSeq: number) {
  const market = newMarket()
  const added = { count: 0 }
  const { map } = market.idempotencyWindow
  market.idempotencyWindow.set = (id, known) => {
    added.count += 1
    map.set(id, known)
  }
  const replay = replayInto(market, bounds)
  for (let start = 0; start < entries.length; start += 7) replay(entries.slice(start, start + 7), reachedSeq)
  forget(map, market.counters.seq, bounds)
  return { ids: [...map], added: added.count }
}

test.each([1, 30, 31, 100, 199, 200])(
  '[G5] a replay knows the same ids when it knows that the journal reaches %i',
  (reachedSeq) => {
    const whole = replayed(0)
    expect(whole.ids.length).toBeGreaterThan(5)
    expect(replayed(reachedSeq).ids).toEqual(whole.ids)
  },
)

test('[G5] a replay does not add ids that will have left the window', () => {
  expect(replayed(entries.length).added).toBeLessThanOrEqual(30)
  expect(replayed(0).added).toBeGreaterThan(60)
})
