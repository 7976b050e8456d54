import { describe, expect, test } from 'vitest'
import { SummedFile } from '../../server/disk/summed-file.ts'
import { JournalDamage } from '../../server/journal/journal.ts'
import { manifestVersion } from '../../server/versions/steps.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { randomHistory } from '../support/builders/random-history.ts'
import {
  diskWith,
  expectSameMarket,
  manifestOf,
  replay,
  type Start,
  snapshot,
  snapshotFiles,
  start,
  writeJournal,
} from '../support/builders/snapshot-folder.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

describe('a start from a snapshot', () => {
  test('[G14] gives the same state as the journal alone', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const { entries } = randomHistory(seed, 400)
      const random = seededRandom(seed)
      const seqs = [
        random.integer(30, 89),
        random.integer(130, 189),
        random.integer(230, 289),
        random.integer(330, 400),
      ]
      const disk = await diskWith(entries, seqs)
      const { state, from } = await start(disk)
      expect(from, `seed ${seed}`).toBe(seqs.at(-1))
      expectSameMarket(state, replay(entries), `seed ${seed}`)
    }
  })

  test('[G14] gives the same state for a snapshot at any seq', async () => {
    const { entries } = randomHistory(99, 120)
    const disk = new MemoryDisk()
    await writeJournal(disk, entries)
    for (let seq = 1; seq <= 120; seq++) {
      await snapshot(disk, seq)
      const { state, from } = await start(disk)
      expect(from).toBe(seq)
      expectSameMarket(state, replay(entries), `from ${seq}`)
    }
  })

  test('[G3] requires the journal to contain the snapshot’s seq', async () => {
    const { entries } = randomHistory(5, 200)
    const disk = await diskWith(entries, [150])
    const shorter = new MemoryDisk()
    await writeJournal(shorter, entries.slice(0, 140))
    for (const path of snapshotFiles(disk)) shorter.put(path, disk.contentOf(path))
    await expect(start(shorter)).rejects.toThrow(JournalDamage)
    await expect(start(shorter)).rejects.toThrow('a snapshot shows that entry 150 was written')
  })
})

describe('a bad snapshot', () => {
  const { entries } = randomHistory(7, 130)
  const replayed = replay(entries)
  const lastParts = (disk: MemoryDisk): string[] =>
    snapshotFiles(disk).filter((path) => path.includes('110.json'))

  /** Starts with one damaged file: the state is the same, from an older snapshot or none. */
  async function startWith(whole: MemoryDisk, path: string, content: Buffer | null): Promise<Start> {
    const disk = whole.copy()
    if (content === null) await disk.remove(path)
    else disk.put(path, content)
    const started = await start(disk)
    expectSameMarket(started.state, replayed, path)
    return started
  }

  test('[G3] with a flipped bit anywhere is reported, and the previous one is used', async () => {
    const whole = await diskWith(entries, [80, 110])
    expect(lastParts(whole).length).toBeGreaterThan(2)
    for (const path of lastParts(whole)) {
      const content = whole.contentOf(path)
      for (let bit = 0; bit < content.length * 8; bit += 1499) {
        const flipped = Buffer.from(content)
        flipped[bit >> 3]! ^= 1 << (bit & 7)
        const { from, problems } = await startWith(whole, path, flipped)
        expect(from, `${path}, bit ${bit}`).toBe(80)
        expect(problems, `${path}, bit ${bit}`).toHaveLength(1)
      }
    }
  })

  test('[G3] that is cut, empty, full of NULs or missing is skipped the same way', async () => {
    const whole = await diskWith(entries, [80, 110])
    for (const path of lastParts(whole)) {
      const content = whole.contentOf(path)
      const cuts = [0, 1, content.length >> 1, content.length - 1].map((end) => content.subarray(0, end))
      for (const bad of [...cuts, Buffer.alloc(content.length), Buffer.concat([content, content])]) {
        const { from, problems } = await startWith(whole, path, bad)
        expect({ from, problems: problems.length }, path).toEqual({ from: 80, problems: 1 })
      }
      const { from } = await startWith(whole, path, null)
      expect(from, path).toBe(80)
    }
  })

  test('[G3] with a bad one before it leaves only the journal', async () => {
    const whole = await diskWith(entries, [80, 110])
    whole.put(manifestOf(110), Buffer.from('{}'))
    const { from, problems } = await startWith(whole, manifestOf(80), Buffer.alloc(0))
    expect(from).toBe(0)
    expect(problems.map(({ file }) => file)).toEqual(
      [manifestOf(110), manifestOf(80)].map((path) => path.slice(6)),
    )
  })

  test('[G3] with a complete file in the place of another is bad too', async () => {
    const whole = await diskWith(entries, [80, 110])
    expect((await startWith(whole, manifestOf(110), whole.contentOf(manifestOf(80)))).from).toBe(80)
    const [part, other] = lastParts(whole)
    expect((await startWith(whole, part!, whole.contentOf(other!))).from).toBe(80)
  })

  test('[G3] of a newer version is skipped', async () => {
    const disk = await diskWith(entries, [80])
    const manifest = disk.contentOf(manifestOf(80)).toString()
    const { sum: _, ...newer } = { ...JSON.parse(manifest), version: manifestVersion + 1 }
    await new SummedFile(disk, manifestOf(110)).write(newer)
    const { from, problems } = await start(disk)
    expect(from).toBe(80)
    expect(problems).toEqual([
      { file: manifestOf(110).slice(6), problem: expect.stringContaining('a newer Souk wrote it') },
    ])
  })

  test('[G3] whose ledgers do not add up to its stocks is skipped', async () => {
    const disk = await diskWith(entries, [80, 110])
    const { sum: _, ...manifest } = JSON.parse(disk.contentOf(manifestOf(110)).toString())
    manifest.products[0].stock += 1
    await new SummedFile(disk, manifestOf(110)).write(manifest)
    const { from, problems } = await start(disk)
    expect(from).toBe(80)
    expect(problems).toMatchObject([{ problem: expect.stringMatching(/^the ledger of product 1 ends with/) }])
  })

  test('[G3] is not reused: the next one is made from the one before, or from the journal', async () => {
    const disk = await diskWith(entries, [80, 110])
    const shared = snapshotFiles(disk).find((path) => path.includes('movements-00000'))!
    disk.put(shared, Buffer.alloc(100))
    const problems = await snapshot(disk, 120)
    expect(problems.map(({ file }) => file)).toEqual(
      [manifestOf(110), manifestOf(80)].map((path) => path.slice(6)),
    )
    expect(await start(disk)).toMatchObject({ from: 120, problems: [] })
    expectSameMarket((await start(disk)).state, replayed, 'made from the journal')
  })
})
