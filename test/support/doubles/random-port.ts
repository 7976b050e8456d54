import { randomInt } from 'node:crypto'
import type { Random } from '../../../server/os/clock.ts'
import type { SeededRandom } from '../../../shared/seeded-random.ts'
import { tellOnFailure } from '../drivers/leftovers.ts'

/**
 * The seed of this test, printed when the test fails: 1, so that a run can be repeated. `SEED=7` sets another, and
 * `SEED=random` draws a new one for each test.
 */
export function printedSeed(): number {
  const { SEED = '1' } = process.env
  const seed = SEED === 'random' ? randomInt(2 ** 31) : Number(SEED)
  if (!Number.isSafeInteger(seed)) throw new Error(`SEED is ${SEED}: give a whole number, or "random".`)
  tellOnFailure(() => `This was seed ${seed}: set SEED=${seed} to repeat it.`)
  return seed
}

/** The Random port on a seeded generator: the same seed, the same numbers and ids. */
export function randomFrom(draw: SeededRandom): Random {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => draw.integer(0, 15).toString(16)).join('')
  return {
    number: () => draw.integer(0, 2 ** 24 - 1) * 2 ** 24 + draw.integer(0, 2 ** 24 - 1),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  }
}
