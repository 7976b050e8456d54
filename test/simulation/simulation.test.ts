import { describe, expect, test } from 'vitest'
import { plants } from './planted/plants.ts'
import { type SimulationReport, simulate } from './simulation.ts'

const minutes = (count: number): number => count * 60_000

/** Seeds in which much happens at once. */
const livelySeeds = [2, 8, 10, 13, 9]
/** Seeds that once found a bug; keep them, even if less happens in them now. */
const foundBugSeeds = [1, 11]

/** Seeds that start from folders of the first release: a restored one, one with snapshots, one with a torn tail. */
const oldFolderSeeds = [14, 16, 24]

/** Seeds of several nodes; in the last one, the database loses entries. */
const nodeSeeds = [45, 85, 65]

async function run(seed: number, durationMs: number): Promise<SimulationReport> {
  return simulate(seed, { durationMs, trace: null })
}

test.for([...plants])('[simulation] the bug "$name" can be planted', async ({ module, exported, bug }) => {
  const original = await import(new URL(`../../${module}`, import.meta.url).href)
  const planted = await import(new URL(`planted/bugs/${bug}`, import.meta.url).href)
  expect(Object.keys(planted)).toEqual([exported])
  expect(Object.keys(original)).toContain(exported)
})

describe('the simulation', () => {
  test('[simulation] runs a seed twice alike, and another seed otherwise', async () => {
    const once = await run(7, minutes(1))
    const again = await run(7, minutes(1))
    const other = await run(8, minutes(1))
    expect(again.hash).toBe(once.hash)
    expect(other.hash).not.toBe(once.hash)
    expect(once.entries).toBeGreaterThan(50)
  })

  test.for([...livelySeeds, ...foundBugSeeds])(
    '[G1][G2][G3][G4][G5][G6][G7][G8][G9][G14] hold in seed %i',
    async (seed) => {
      const { violations, entries, replies, runs } = await run(seed, minutes(2))
      expect(violations).toEqual([])
      expect([entries, replies].every((count) => count > 2)).toBe(true)
      if (livelySeeds.includes(seed)) expect(runs).toBeGreaterThan(2)
    },
  )

  test.for(nodeSeeds)('[G1][G4][G5][G6][G7][G9][G10][G11] hold on several nodes in seed %i', async (seed) => {
    const { violations, entries, runs, coverage } = await run(seed, minutes(2))
    expect(violations).toEqual([])
    expect(entries).toBeGreaterThan(100)
    expect(runs).toBeGreaterThan(4)
    const losses = coverage.of('nodes: a new epoch after a loss')
    expect(losses).toBe(seed === nodeSeeds.at(-1) ? 1 : 0)
  })

  test('[simulation] runs a seed of several nodes twice alike', async () => {
    const [once, again] = [await run(45, minutes(1)), await run(45, minutes(1))]
    expect(again.hash).toBe(once.hash)
  })

  test.for(oldFolderSeeds)(
    '[G15] a folder of the first release keeps all promises in seed %i',
    async (seed) => {
      const { violations, entries, runs, coverage } = await run(seed, minutes(1))
      expect(violations).toEqual([])
      expect(coverage.of('begin: with a folder of the first release')).toBe(1)
      expect(entries).toBeGreaterThan(100)
      expect(runs).toBeGreaterThan(1)
    },
  )
})
