import { afterEach, expect, test } from 'vitest'
import { faults } from '../faults/catalogue.ts'
import { leaveNothing } from '../support/leftovers.ts'

afterEach(leaveNothing)

const named = faults.map((fault) => ({ ...fault, title: `[${fault.rules.join('][')}] ${fault.name}` }))

test.for(named)('[faults] $title', async ({ name, run }) => {
  const { figures, violations, skipped } = await run({ scale: 'short', seed: 1 })
  expect(violations, `${name}: ${JSON.stringify(figures)}`).toEqual([])
  // What could not be tried here has a reason in words; all else was tried.
  const { seed: _, ...told } = figures
  if (skipped === null) expect(Object.values(told).some((figure) => figure !== 0)).toBe(true)
  else expect(skipped.length).toBeGreaterThan(10)
})
