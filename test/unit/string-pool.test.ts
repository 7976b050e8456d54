import { expect, test } from 'vitest'
import { Hash } from '../../server/store/hash.ts'
import { StringPool } from '../../server/store/string-pool.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { printedSeed, randomFrom } from '../support/doubles/random-port.ts'

test('[G14] equal strings have the same number', () => {
  const pool = new StringPool(new Hash(randomFrom(seededRandom(1))))
  const random = seededRandom(printedSeed())
  const numbers = new Map<string, number>()
  for (let time = 0; time < 20_000; time += 1) {
    const text = random.chance(0.01) ? '' : `buyer-${random.integer(0, 2_000)}`
    const known = numbers.get(text)
    if (random.chance(0.3)) expect(pool.find(text)).toBe(known ?? -1)
    const number = pool.numberOf(text)
    expect(number).toBe(known ?? numbers.size)
    numbers.set(text, number)
    if (random.chance(0.3)) expect(pool.find(text)).toBe(number)
    expect(pool.textOf(number)).toBe(text)
  }
})
