import { randomInt } from 'node:crypto'
import { onTestFailed } from 'vitest'
import type { Random } from '../../../server/os/clock.ts'
import { seededRandom } from '../../../shared/seeded-random.ts'

/** The seed of this test: `SEED` where it is set, else a new one; told when the test fails. */
export function printedSeed(): number {
  const seed = Number(process.env.SEED ?? randomInt(2 ** 31))
  onTestFailed(() => console.error(`This was with seed ${seed}: set SEED=${seed} to see it again.`))
  return seed
}

/** The Random port from a seed: the same seed, the same numbers and ids. */
export function randomFrom(seed: number): Random {
  const draw = seededRandom(seed)
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => draw.integer(0, 15).toString(16)).join('')
  return {
    number: () => draw.integer(0, 2 ** 24 - 1) * 2 ** 24 + draw.integer(0, 2 ** 24 - 1),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  }
}
