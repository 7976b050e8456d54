import { isDeepStrictEqual } from 'node:util'
import { seededRandom } from '../../shared/seeded-random.ts'
import { entriesOf } from '../support/builders/entries.ts'
import { firstFile, lineEndsOf, startOn, writeJournal } from '../support/builders/journal-files.ts'
import { randomHistory } from '../support/builders/random-history.ts'
import { replay, snapshot, start, writeJournal as writeHistory } from '../support/builders/snapshot-folder.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'
import { contentsOf } from '../support/properties/market-contents.ts'
import type { Fault } from './fault.ts'

/** Fifty entries in groups of different sizes. */
const groups = [3, 2, 4, 1, 2, 5, 8, 1, 1, 6, 3, 4, 2, 5, 3]
const entries = 50

/** A journal cut anywhere: complete entries are read, and the rest is kept in another file and reported. */
export const tornTail: Fault = {
  name: 'torn tail',
  rules: ['G3'],
  async run({ scale, seed }) {
    const whole = new MemoryDisk()
    await writeJournal(whole, groups)
    const content = whole.contentOf(firstFile)
    const ends = lineEndsOf(content)
    const violations: string[] = []
    const stride = scale === 'full' ? 1 : 23
    let tried = 0
    for (let length = 0; length <= content.length; length += stride) {
      tried += 1
      const disk = whole.copy()
      disk.put(firstFile, content.subarray(0, length))
      const started = await startOn(disk)
      // The first line is the file's header.
      const wanted = entriesOf(1, Math.max(0, ends.filter((end) => end <= length).length - 1))
      if (started.kind === 'damage') violations.push(`cut at ${length}: ${started.message}`)
      else if (!isDeepStrictEqual(started.entries, wanted))
        violations.push(`cut at ${length}: not the valid prefix`)
      else if (!ends.includes(length) && length > 0 && started.tears.length !== 1)
        violations.push(`cut at ${length}: untold`)
    }
    return {
      figures: { entries, 'bytes tried': tried, wrong: violations.length, seed },
      violations,
      skipped: null,
    }
  },
}

/** A flipped bit in the journal or a snapshot is found, is harmless, or is reported as a torn last group. */
export const bitFlips: Fault = {
  name: 'bit flips',
  rules: ['G3'],
  async run({ scale, seed }) {
    const violations: string[] = []
    const journalBits = await flipJournal(scale === 'full' ? 1 : 211, violations)
    const snapshotBits = await flipSnapshot(scale === 'full' ? 1 : 3_001, seed, violations)
    const figures = {
      'journal bits': journalBits,
      'snapshot bits': snapshotBits,
      silent: violations.length,
      seed,
    }
    return { figures, violations, skipped: null }
  },
}

async function flipJournal(step: number, violations: string[]): Promise<number> {
  const whole = new MemoryDisk()
  const sizes = [3, 2, 4, 1, 2]
  await writeJournal(whole, sizes)
  const content = whole.contentOf(firstFile)
  const lastGroup = 11
  let tried = 0
  for (let bit = 0; bit < content.length * 8; bit += step) {
    tried += 1
    const disk = whole.copy()
    disk.put(firstFile, flipped(content, bit))
    const started = await startOn(disk)
    if (started.kind === 'damage') continue
    const firstLost = started.tears[0]?.firstSeq ?? 0
    const isTear = started.tears.length === 1 && firstLost >= lastGroup
    if (!isTear || !isDeepStrictEqual(started.entries, entriesOf(1, firstLost - 1))) {
      violations.push(`bit ${bit} of the journal was not found`)
    }
  }
  return tried
}

/** A snapshot only makes the start faster: if it is damaged, the state is the same. */
async function flipSnapshot(step: number, seed: number, violations: string[]): Promise<number> {
  const { entries: history } = randomHistory(seed, 25)
  const whole = new MemoryDisk()
  await writeHistory(whole, history)
  await snapshot(whole, 12)
  await snapshot(whole, 20)
  const contents = contentsOf(replay(history))
  const random = seededRandom(seed)
  let tried = 0
  for (const path of whole.paths.filter((name) => name.includes('snapshot'))) {
    const content = whole.contentOf(path)
    for (let bit = random.integer(0, step - 1); bit < content.length * 8; bit += step) {
      tried += 1
      const disk = whole.copy()
      disk.put(path, flipped(content, bit))
      const started = await start(disk)
      if (!isDeepStrictEqual(contentsOf(started.state), contents))
        violations.push(`bit ${bit} of ${path} changed the market`)
    }
  }
  return tried
}

function flipped(content: Buffer, bit: number): Buffer {
  const copy = Buffer.from(content)
  copy[bit >> 3]! ^= 1 << (bit & 7)
  return copy
}

/** Other damage of snapshots: empty, cut, full of zeros, missing, or half-written. */
export const spoiltSnapshots: Fault = {
  name: 'spoilt snapshots',
  rules: ['G3', 'G14'],
  async run({ scale, seed }) {
    const violations: string[] = []
    const histories = scale === 'full' ? 20 : 2
    let tried = 0
    for (let number = 0; number < histories; number += 1) {
      const { entries: history } = randomHistory(seed + number, 120)
      const whole = new MemoryDisk()
      await writeHistory(whole, history)
      await snapshot(whole, 60)
      await snapshot(whole, 100)
      const contents = contentsOf(replay(history))
      for (const path of whole.paths.filter((name) => name.includes('snapshot'))) {
        const content = whole.contentOf(path)
        const half = content.subarray(0, content.length >> 1)
        for (const spoilt of [Buffer.alloc(0), half, Buffer.alloc(content.length), Buffer.from('{}\n')]) {
          tried += 1
          const disk = whole.copy()
          disk.put(path, spoilt)
          disk.put(`${path}.tmp`, half)
          const started = await start(disk)
          if (!isDeepStrictEqual(contentsOf(started.state), contents))
            violations.push(`${path} of history ${seed + number}`)
        }
      }
    }
    return { figures: { tried, wrong: violations.length, seed }, violations, skipped: null }
  },
}
