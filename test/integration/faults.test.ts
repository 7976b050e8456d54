import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { faultsOfTests, provenByTests } from '../faults/catalogue.ts'
import { leaveNothing } from '../support/drivers/leftovers.ts'

afterEach(leaveNothing)

const named = faultsOfTests.map((fault) => ({ ...fault, title: `[${fault.rules.join('][')}] ${fault.name}` }))

test.for(named)('[faults] $title', async ({ name, run }) => {
  const { figures, violations, skipped } = await run({ scale: 'short', seed: 1 })
  expect(violations, `${name}: ${JSON.stringify(figures)}`).toEqual([])
  // What could not be tried here says why; everything else was tried.
  const { seed: _, ...told } = figures
  if (skipped === null) expect(Object.values(told).some((figure) => figure !== 0)).toBe(true)
  else expect(skipped.length).toBeGreaterThan(10)
})

test('[faults] every fault that is left out here is proven by a test that exists', () => {
  const missing = [...provenByTests.values()]
    .flat()
    .filter((name) => !existsSync(resolve(import.meta.dirname, `../${name}.test.ts`)))
  expect(missing).toEqual([])
})
