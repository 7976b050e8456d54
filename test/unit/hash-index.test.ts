import { describe, expect, test } from 'vitest'
import { Hash } from '../../server/store/hash.ts'
import { HashIndex } from '../../server/store/hash-index.ts'
import { readUuid, uuidOf } from '../../server/store/uuid-words.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { printedSeed, randomFrom } from '../support/doubles/random-port.ts'

const hash = new Hash(randomFrom(seededRandom(1)))

describe('[G5] an index of rows', () => {
  // Few hashes, some of which differ only in bits that slots ignore: rows are far from their slot, and runs wrap around.
  const spreads = {
    'of hashes that all differ': (row: number) => Math.imul(row, 0x9e3779b1) >>> 0,
    'of three hashes': (row: number) => row % 3,
    'of hashes at the end of a table': (row: number) => 0xffff_fff0 + (row % 16),
    'of one shard': (row: number) => row,
  }
  test.each(Object.entries(spreads))('[G5] finds what was added and not removed, %s', (_, hashOf) => {
    const index = new HashIndex()
    const expected = new Set<number>()
    const random = seededRandom(printedSeed())
    for (let step = 0; step < 6_000; step += 1) {
      const row = random.integer(0, 400)
      if (expected.has(row)) {
        index.delete(hashOf(row), row)
        expected.delete(row)
      } else if (random.chance(0.7)) {
        index.add(hashOf(row), row)
        expected.add(row)
      } else index.delete(hashOf(row), row)
      const sought = random.integer(0, 400)
      const found = index.find(hashOf(sought), (each) => each === sought)
      expect(found, `row ${sought} after step ${step}`).toBe(expected.has(sought) ? sought : -1)
    }
    expect([...index.rows()].sort((a, b) => a - b)).toEqual([...expected].sort((a, b) => a - b))
  })

  test('[G5] grows', () => {
    const index = new HashIndex()
    for (let row = 0; row < 100_000; row += 1) index.add(hash.ofWords(row, 0, 0, 0), row)
    for (let row = 0; row < 100_000; row += 1)
      expect(index.find(hash.ofWords(row, 0, 0, 0), (each) => each === row)).toBe(row)
    expect(index.find(hash.ofWords(100_000, 0, 0, 0), (row) => row === 100_000)).toBe(-1)
  })

  test('[G5] ids that differ in one character have different hashes', () => {
    const words = new Uint32Array(4)
    const hashes = new Set<number>()
    for (let place = 0; place < 36; place += 1) {
      const id = '00000000-0000-4000-8000-000000000000'
      if (id[place] === '-') continue
      readUuid(`${id.slice(0, place)}7${id.slice(place + 1)}`, words)
      hashes.add(hash.ofWords(words[0]!, words[1]!, words[2]!, words[3]!))
    }
    expect(hashes.size).toBe(32)
  })
})

describe('[G5] an id as words', () => {
  test('[G5] round-trips', () => {
    const words = new Uint32Array(4)
    const random = randomFrom(seededRandom(printedSeed()))
    for (const id of [
      ...Array.from({ length: 500 }, () => random.uuid()),
      'ffffffff-ffff-ffff-ffff-ffffffffffff',
    ]) {
      expect(readUuid(id, words)).toBe(true)
      expect(uuidOf(words)).toBe(id)
    }
  })

  test.each([
    '',
    'order 1',
    '00000000-0000-4000-8000-00000000000',
    '00000000-0000-4000-8000-0000000000000',
    '0000000000000-4000-8000-000000000000',
    '00000000-0000-4000-8000-00000000000A',
    '00000000-0000-4000-8000-00000000000g',
    'x0000000-0000-4000-8000-000000000000',
    '00000000-0000-4000-8000-00000000000\u0130',
    '00000000+0000-4000-8000-000000000000',
  ])('[G5] is none of %j', (text) => {
    expect(readUuid(text, new Uint32Array(4))).toBe(false)
  })
})
