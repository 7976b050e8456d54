import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ShardedMap, slotOfNumber, slotOfText } from '../../server/market/sharded-map.ts'
import { seededRandom } from '../../shared/seeded-random.ts'

/** A sharded map, and the Maps that it is made of. */
function shardedMap(slotOf = slotOfText) {
  const shards: Map<string, number>[] = []
  const newMap = () => {
    const shard = new Map<string, number>()
    shards.push(shard)
    return shard
  }
  return { map: new ShardedMap<string, number>(slotOf, newMap), shards }
}

describe('[G5] a map in shards', () => {
  test('[G5] holds, replaces and forgets what a Map does', () => {
    const { map } = shardedMap()
    const expected = new Map<string, number>()
    const random = seededRandom(3)
    for (let step = 0; step < 5_000; step += 1) {
      const key =
        ['__proto__', 'constructor', '', 'é', '𝄞'][random.integer(0, 60)] ?? `id ${random.integer(0, 900)}`
      if (random.chance(0.3)) {
        map.delete(key)
        expected.delete(key)
      } else {
        map.set(key, step)
        expected.set(key, step)
      }
      expect(map.get(key)).toBe(expected.get(key))
      expect(map.has(key)).toBe(expected.has(key))
    }
    expect(map.size).toBe(expected.size)
    expect(new Map(map)).toEqual(expected)
    expect([...map.keys()].sort()).toEqual([...expected.keys()].sort())
    expect([...map.values()].sort()).toEqual([...expected.values()].sort())
  })

  test('[G5] holds ids that all fall into one shard', () => {
    const { map, shards } = shardedMap(() => 7)
    for (let key = 0; key < 1_000; key += 1) map.set(`${key}`, key)
    expect(shards.filter(({ size }) => size > 0)).toHaveLength(1)
    expect(map.get('999')).toBe(999)
    expect(map.size).toBe(1_000)
  })
})

describe('[cost] the shards of ids', () => {
  const sizes = (idOf: (index: number) => string): number[] => {
    const { map, shards } = shardedMap()
    for (let index = 0; index < 20_000; index += 1) map.set(idOf(index), index)
    return shards.map(({ size }) => size)
  }
  const counted = (index: number) => `0f3a-0001-4000-8000-${index.toString(16).padStart(12, '0')}`

  test.each([
    ['random', () => randomUUID()],
    ['counted', counted],
  ])('[cost] %s ones are spread over all, into sizes of which none is twice another', (_, idOf) => {
    const found = sizes(idOf)
    expect(found).toHaveLength(8)
    expect(Math.max(...found)).toBeLessThan(2.5 * Math.min(...found))
    expect(Math.max(...found)).toBeGreaterThan(1.3 * Math.min(...found))
  })

  test('[cost] numbers far beyond 2^32 have a slot', () => {
    for (const number of [0, 64_000_000, 2 ** 40 + 3, Number.NaN]) {
      expect(slotOfNumber(number)).toBeGreaterThanOrEqual(0)
      expect(slotOfNumber(number)).toBeLessThan(4_096)
    }
  })
})
