import { expect, test } from 'vitest'
import { Coverage } from './coverage.ts'
import { simulate } from './simulation.ts'

test('[simulation] in fifty seeds everything happens that can, and no promise is broken', {
  timeout: 400_000,
}, async () => {
  const coverage = new Coverage()
  const violations: string[] = []
  for (let seed = 1_001; seed <= 1_050; seed += 1) {
    const report = await simulate(seed, { durationMs: 2 * 60_000, trace: null })
    coverage.add(report.coverage)
    violations.push(...report.violations.map((violation) => `seed ${seed}: ${violation}`))
  }
  expect(violations).toEqual([])
  expect(coverage.missing()).toEqual([])
})
