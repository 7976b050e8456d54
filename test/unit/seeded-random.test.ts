import { expect, test } from 'vitest'
import { seededRandom } from '../../shared/seeded-random.ts'

test('[simulation] picks items, including null ones, in proportion to their weights', () => {
  const random = seededRandom(1)
  const things = [null, 'a', undefined, 0]
  const picks = Array.from({ length: 4_000 }, () => random.pick(things, (thing) => (thing === 'a' ? 5 : 1)))
  const counts = things.map((thing) => picks.filter((pick) => pick === thing).length)
  expect(counts.map((count) => Math.round(count / 500))).toEqual([1, 5, 1, 1])
  expect(() => random.pick([])).toThrow(RangeError)
})

test('[simulation] draws the same for the same seed', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed)
    return Array.from({ length: 50 }, () => [random.fraction(), random.integer(-3, 3), random.chance(0.5)])
  }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  expect(new Set(draw(7).map(([, whole]) => whole))).toEqual(new Set([-3, -2, -1, 0, 1, 2, 3]))
})
