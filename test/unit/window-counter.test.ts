import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Place, WindowCounter } from '../../server/edge/window-counter.ts'
import { assertHolds } from '../support/properties/assert-holds.ts'

/** A counter of 3 points in 1,000 ms, which keeps the place of each key. */
class Counter extends WindowCounter {
  readonly #places = new Map<string, Place>()
  readonly #clock: { ms: number }

  constructor(clock: { ms: number }) {
    super(3, 1_000, () => clock.ms)
    this.#clock = clock
  }
  takeAtPlace(key: string, points = 1): number | null {
    const place = this.#places.get(key) ?? new Place(key)
    this.#places.set(key, place)
    return this.takeAt(place, this.#clock.ms, points)
  }
}

function given() {
  const clock = { ms: 500.25 }
  return { clock, counter: new Counter(clock) }
}

test('[limits] as many points as allowed pass, and no more, until the window ends', () => {
  const { clock, counter } = given()
  expect([1, 2, 3, 4].map(() => counter.take('a'))).toEqual([null, null, null, 1_000])
  clock.ms += 250.5
  expect(counter.take('a')).toBe(750)
  clock.ms += 749.25
  expect(counter.take('a')).toBe(1)
  clock.ms += 0.25
  expect([1, 2, 3, 4].map(() => counter.take('a'))).toEqual([null, null, null, 1_000])
})

test('[limits] a refusal names a time after which a try passes', () => {
  const { clock, counter } = given()
  counter.add('a', 3)
  clock.ms += 333.3
  clock.ms += counter.take('a')!
  expect(counter.take('a')).toBeNull()
})

test('[limits] each key has its own points', () => {
  const { counter } = given()
  counter.add('a', 100)
  counter.add('__proto__', 3)
  expect([counter.take('b'), counter.take('a'), counter.take('__proto__')]).toEqual([null, 1_000, 1_000])
  expect(['a', 'b', '__proto__', 'constructor'].map((key) => counter.pointsOf(key))).toEqual([101, 1, 4, 0])
})

test('[limits] counting a key at its place, or at several, is the same as counting it by name', () => {
  const { clock, counter } = given()
  expect([
    counter.takeAtPlace('a'),
    counter.take('a'),
    counter.takeAtPlace('a'),
    counter.takeAtPlace('a'),
  ]).toEqual([null, null, null, 1_000])
  clock.ms += 1_000
  expect([counter.take('a', 3), counter.takeAtPlace('a'), counter.pointsOf('a')]).toEqual([null, 1_000, 4])
})

test('[limits] points that were refused count too, and so do several at once', () => {
  const { counter } = given()
  expect([counter.take('a', 2), counter.take('a', 2), counter.pointsOf('a')]).toEqual([null, 1_000, 4])
  expect([counter.take('b', 3), counter.take('c', 4)]).toEqual([null, 1_000])
})

test('[limits] a window that has ended leaves nothing, whichever call is first', () => {
  const others = [
    () => {},
    (counter: Counter) => counter.add('b', 1),
    (counter: Counter) => counter.take('b'),
  ]
  for (const another of others) {
    const { clock, counter } = given()
    counter.add('a', 5)
    clock.ms += 1_000
    another(counter)
    expect(counter.pointsOf('a')).toBe(0)
  }
})

test('[limits] in any order of calls, no key passes more than its points within a window', () => {
  const steps = fc.array(
    fc.record({
      key: fc.constantFrom('a', 'b'),
      atPlace: fc.boolean(),
      points: fc.integer({ min: 1, max: 3 }),
      // In quarters of a ms, which add up exactly.
      later: fc.oneof(fc.constant(0), fc.nat(2_400)).map((quarters) => quarters / 4),
    }),
    { maxLength: 60 },
  )
  const follow = (all: { key: string; atPlace: boolean; points: number; later: number }[]): void => {
    const { clock, counter } = given()
    let since = Number.NEGATIVE_INFINITY
    let asked = new Map<string, number>()
    for (const { key, atPlace, points, later } of all) {
      clock.ms += later
      if (clock.ms - since >= 1_000) {
        since = clock.ms
        asked = new Map()
      }
      const sum = (asked.get(key) ?? 0) + points
      asked.set(key, sum)
      const wait = atPlace ? counter.takeAtPlace(key, points) : counter.take(key, points)
      expect(wait === null).toBe(sum <= 3)
      expect(counter.pointsOf(key)).toBe(sum)
      if (wait === null) continue
      expect(Number.isInteger(wait) && wait >= 1 && wait <= 1_000).toBe(true)
    }
  }
  assertHolds(fc.property(steps, follow), { numRuns: 500 })
})
