import { expect, test } from 'vitest'
import { type Bounds, bounds } from '../../server/bounds.ts'
import { addressGroup } from '../../server/edge/address-group.ts'
import type { People } from '../../server/session/accounts.ts'
import { Networks } from '../../server/session/networks.ts'
import { MemoryRecords } from '../support/doubles/memory-records.ts'
import { VirtualClock } from '../support/doubles/virtual-clock.ts'

const home = addressGroup('203.0.113.7')
const cafe = addressGroup('203.0.113.8')

function networks(changes: Partial<Bounds['session']> = {}) {
  const clock = new VirtualClock()
  const tick = (ms: number): Promise<void> => clock.pass(ms)
  const records = new MemoryRecords<People>()
  const warnings: string[] = []
  const tagged: string[] = []
  const open = () =>
    new Networks({
      records,
      tagOf: (group) => {
        tagged.push(group)
        return `tag-${group}`
      },
      clock,
      logger: { warn: (...args: unknown[]) => void warnings.push(String(args[1])) },
      bounds: { ...bounds.session, ...changes },
    })
  return { clock, tick, records, warnings, tagged, open, kept: open() }
}

test('[G8] an order never waits for its network, and many of one buyer are saved once', async () => {
  const { kept, records, tick, tagged } = networks()
  for (let turn = 0; turn < 50; turn += 1) kept.ordered('ann', home)
  expect(kept.of('ann')).toBe(`tag-${home}`)
  expect(records.count('network')).toBe(0)
  await tick(bounds.session.networkSaveMs)
  expect([...records.entries('network')].map(([key]) => key)).toEqual(['ann'])
  expect(tagged).toEqual([home])
  kept.ordered('ann', cafe)
  expect(kept.of('ann')).toBe(`tag-${cafe}`)
})

test('[G13] networks are bounded, and the oldest are removed', async () => {
  const { kept, records, tick } = networks({ networksMax: 3 })
  for (const buyer of ['a', 'b', 'c', 'd', 'e']) {
    kept.ordered(buyer, home)
    await tick(bounds.session.networkSaveMs)
  }
  expect([...records.entries('network')].map(([key]) => key)).toEqual(['c', 'd', 'e'])
})

test('[G12] a network is removed after a month, unless its buyer ordered again', async () => {
  const { kept, records, clock, tick } = networks()
  kept.ordered('ann', home)
  kept.ordered('bob', home)
  await tick(bounds.session.networkSaveMs)
  clock.tick(20 * 24 * 3_600_000)
  kept.ordered('bob', home)
  await tick(bounds.session.networkSaveMs)
  clock.tick(20 * 24 * 3_600_000)
  expect([kept.of('ann'), kept.of('bob')]).toEqual([null, `tag-${home}`])
  kept.ordered('cy', home)
  await tick(bounds.session.networkSaveMs)
  expect([...records.entries('network')].map(([key]) => key).sort()).toEqual(['bob', 'cy'])
})

test('[G2] a full disk for networks does not affect orders', async () => {
  const { kept, records, warnings, tick } = networks()
  records.write = () => Promise.reject(new Error('no space'))
  kept.ordered('ann', home)
  await tick(bounds.session.networkSaveMs)
  expect(warnings).toEqual(['the networks of orders could not be saved'])
})

test('[G14] the latest networks are saved at a clean stop', async () => {
  const { kept, open } = networks()
  kept.ordered('ann', home)
  await kept.close()
  expect(open().of('ann')).toBe(`tag-${home}`)
})
