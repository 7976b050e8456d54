import { describe, expect, test } from 'vitest'
import { readEntries } from '../../server/journal/journal-reader.ts'
import { appendGroups, collect, entriesOf } from '../support/entries.ts'
import {
  firstFile,
  journalFolder,
  lineEndsOf,
  openJournal,
  type Start,
  sealFile,
  startOn,
  writeJournal,
} from '../support/journal-files.ts'
import { MemoryDisk } from '../support/memory-disk.ts'
import { seededRandom } from '../support/seeded-random.ts'

const fiftyEntries = [5, 1, 9, 5, 2, 8, 10, 3, 4, 3]

async function diskWith(
  sizes: readonly number[],
  options?: Parameters<typeof writeJournal>[2],
): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  await writeJournal(disk, sizes, options)
  return disk
}

/** The same files, with the last of these cut at this offset. */
function cutAt(disk: MemoryDisk, path: string, offset: number): MemoryDisk {
  const cut = disk.copy()
  cut.put(path, disk.contentOf(path).subarray(0, offset))
  return cut
}

/** Deep equality that costs little as long as it holds: it is asked thousands of times. */
function expectSame(found: Start, expected: Start): void {
  if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found).toEqual(expected)
}

describe('a journal of 50 entries that is cut', () => {
  test('[G3] at every byte, starts with exactly the entries that are whole, and reports the rest', async () => {
    const whole = await diskWith(fiftyEntries)
    const content = whole.contentOf(firstFile)
    const lineEnds = lineEndsOf(content)
    const all = entriesOf(1, 50)
    for (let offset = 0; offset < content.length; offset++) {
      const disk = cutAt(whole, firstFile, offset)
      const wholeLines = lineEnds.filter((end) => end <= offset)
      const count = Math.max(0, wholeLines.length - 1)
      const tornFrom = wholeLines.at(-1) ?? 0
      const tear = {
        file: 'journal-0000000000000001.jsonl',
        offset: tornFrom,
        firstSeq: count + 1,
        bytes: offset - tornFrom,
        keptAs: offset === tornFrom ? null : `journal-0000000000000001-tear-${tornFrom}-1.bak`,
      }
      expectSame(await startOn(disk), {
        kind: 'started',
        entries: all.slice(0, count),
        tears: offset > 0 && offset === tornFrom ? [] : [tear],
      })
      if (tear.keptAs !== null) {
        expect(disk.contentOf(`${journalFolder}/${tear.keptAs}`)).toEqual(content.subarray(tornFrom, offset))
      }
      if (offset % 50 === 0) expect(await startOn(disk)).toMatchObject({ kind: 'started', tears: [] })
    }
  })

  test('[G3] after a clean stop, at any byte, does not start', async () => {
    const whole = await diskWith(fiftyEntries, { sealed: true })
    const { length } = whole.contentOf(firstFile)
    for (let offset = 0; offset < length; offset++) {
      const start = await startOn(cutAt(whole, firstFile, offset))
      expect(start, `cut at ${offset}`).toMatchObject({
        message: expect.stringMatching(
          /^The journal is damaged at journal-\d{16}\.jsonl, offset \d+: .*seal/,
        ),
      })
    }
  })

  test('[G3] at or below what a snapshot vouches for, does not start', async () => {
    const whole = await diskWith(fiftyEntries)
    const lineEnds = lineEndsOf(whole.contentOf(firstFile))
    const endOf20 = lineEnds[20]!
    for (let offset = 0; offset < endOf20 + 10; offset++) {
      const start = await startOn(cutAt(whole, firstFile, offset), { from: 20, vouchedSeq: 20 })
      expect(start.kind, `cut at ${offset}`).toBe(offset < endOf20 ? 'damage' : 'started')
    }
  })

  test('[G3] in any file but the newest, does not start; in the newest, loses what is not whole', async () => {
    const bounds = { segmentBytesMax: 2000 }
    const whole = await diskWith([5, 4, 9, 1, 3], { bounds })
    const files = whole.paths
    expect(files.length).toBe(3)
    for (const file of files) {
      const content = whole.contentOf(file)
      const lineEnds = lineEndsOf(content)
      for (let offset = 0; offset < content.length; offset++) {
        const start = await startOn(cutAt(whole, file, offset), { bounds })
        const lost = lineEnds.length - Math.max(1, lineEnds.filter((end) => end <= offset).length)
        const left = start.kind === 'damage' ? start.kind : start.entries.length
        expect(left, `${file} cut at ${offset}`).toBe(file === files.at(-1) ? 22 - lost : 'damage')
      }
    }
  })

  test('[G3] goes on with the next entry, and the tear after that is kept beside the first', async () => {
    const disk = await diskWith([3, 2])
    const bytes = disk.contentOf(firstFile).length
    for (const round of [1, 2]) {
      const torn = cutAt(disk, firstFile, bytes - 10)
      for (const path of disk.paths.filter((each) => each.endsWith('.bak'))) {
        torn.put(path, disk.contentOf(path))
      }
      const journal = await openJournal(torn)
      expect(journal.seq).toBe(4)
      await appendGroups(journal, 4, [1, 4])
      expect(await startOn(torn)).toEqual({ kind: 'started', entries: entriesOf(1, 9), tears: [] })
      expect(torn.paths.filter((path) => path.endsWith(`-${round}.bak`))).toHaveLength(1)
      for (const path of torn.paths.filter((each) => each.endsWith('.bak')))
        disk.put(path, torn.contentOf(path))
    }
  })
})

describe('the last write of a process that was killed', () => {
  test('[G3] may have reached the disk in any part: what is whole from its start on is kept', async () => {
    const before = [4, 3]
    const written = await diskWith([...before, 30])
    const content = written.contentOf(firstFile)
    const lineEnds = lineEndsOf(content)
    const start = lineEnds[7]!
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed)
      const pageBytes = [64, 512, 4096][random(3)]!
      const torn = Buffer.from(content)
      for (let page = start; page < content.length; page += pageBytes) {
        if (random(3) === 0) torn.subarray(page, page + pageBytes).fill(random(2) === 0 ? 0 : 0xa5)
      }
      const disk = written.copy()
      disk.put(firstFile, torn)
      const firstBad = lineEnds.findIndex((end) => !torn.subarray(0, end).equals(content.subarray(0, end)))
      const count = firstBad === -1 ? 37 : firstBad - 1
      const started = await startOn(disk)
      expect(started, `seed ${seed}`).toMatchObject({ kind: 'started', entries: entriesOf(1, count) })
      expect(started, `seed ${seed}`).toHaveProperty('tears.length', count === 37 ? 0 : 1)
    }
  })

  test('[G3] may have left NUL bytes: they are kept aside and cut', async () => {
    const disk = await diskWith([4, 3])
    const content = disk.contentOf(firstFile)
    disk.put(firstFile, Buffer.concat([content, Buffer.alloc(5000)]))
    const tear = { offset: content.length, firstSeq: 8, bytes: 5000 }
    expect(await startOn(disk)).toMatchObject({ entries: entriesOf(1, 7), tears: [tear] })
    expect(disk.contentOf(firstFile)).toEqual(content)
  })

  test.each([
    ['nothing', (header: Buffer) => header.subarray(0, 0)],
    ['a part of the first line', (header: Buffer) => header.subarray(0, 40)],
    ['NUL bytes', () => Buffer.alloc(4096)],
  ])('[G3] may have made a new file, and %s in it: it goes', async (_, contentOf) => {
    const bounds = { segmentBytesMax: 100 }
    const disk = await diskWith([4, 3], { bounds })
    const newest = `${journalFolder}/journal-0000000000000008.jsonl`
    const header = Buffer.from(disk.contentOf(firstFile).toString().replace('"first":1', '"first":8'))
    disk.put(newest, contentOf(header))
    for (const from of [0, 5, 7]) {
      const tried = disk.copy()
      const started = await startOn(tried, { bounds, from })
      expect(started).toMatchObject({ entries: entriesOf(1, 7), tears: [{ offset: 0, firstSeq: 8 }] })
      expect(tried.paths).not.toContain(newest)
      await appendGroups(await openJournal(tried, { bounds }), 7, [2])
      expect(await startOn(tried)).toMatchObject({ entries: entriesOf(1, 9), tears: [] })
    }
  })

  test('[G3] may have left temporaries: they are never read, and go', async () => {
    const disk = await diskWith([4], { sealed: true })
    disk.put(`${sealFile}.tmp`, Buffer.from('{"seq":99'))
    expect(await startOn(disk)).toMatchObject({ entries: entriesOf(1, 4), tears: [] })
    expect(disk.paths).toEqual([firstFile, sealFile])
  })
})

describe('an auditor beside the server', () => {
  test('[G3] reads what is whole, without a word on the group that is being written, and touches nothing', async () => {
    const whole = await diskWith([4, 3])
    const disk = cutAt(whole, firstFile, whole.contentOf(firstFile).length - 30)
    const before = disk.contentOf(firstFile)
    expect(await collect(readEntries(disk, journalFolder, { after: 2 }))).toEqual(entriesOf(3, 6))
    expect(disk.contentOf(firstFile)).toEqual(before)
    expect(disk.paths).toEqual([firstFile])
  })

  test('[G3] finds a journal that ends before an entry that is known to be durable', async () => {
    const disk = await diskWith([4, 3])
    expect(await collect(readEntries(disk, journalFolder, { after: 0, upTo: 5 }))).toEqual(entriesOf(1, 5))
    await expect(collect(readEntries(disk, journalFolder, { after: 0, upTo: 8 }))).rejects.toThrow(
      'the entry 8 was written, and the last that can be read is 7',
    )
    await expect(collect(readEntries(disk, journalFolder, { after: 9, upTo: 10 }))).rejects.toThrow(
      'entry 10',
    )
  })
})
