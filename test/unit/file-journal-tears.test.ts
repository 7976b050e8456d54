import { describe, expect, test } from 'vitest'
import { entriesIn, JournalDamage } from '../../server/journal/journal.ts'
import { firstSum, GroupEncoder } from '../../server/journal/journal-line.ts'
import { readEntries } from '../../server/journal/journal-reader.ts'
import type { Tear } from '../../server/journal/journal-recovery.ts'
import { journalBounds } from '../../server/journal/journal-segments.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { appendGroups, entriesOf } from '../support/builders/entries.ts'
import {
  firstFile,
  journalFolder,
  lineEndsOf,
  openJournal,
  sealFile,
  startOn,
  writeJournal,
} from '../support/builders/journal-files.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

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

describe('a journal of 50 entries that is cut', () => {
  test('[G3] at every byte, starts with exactly the complete entries, and reports the rest', async () => {
    const whole = await diskWith(fiftyEntries)
    const content = whole.contentOf(firstFile)
    const lineEnds = lineEndsOf(content)
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
      const tears: Tear[] = []
      const journal = await openJournal(disk, { report: (each) => tears.push(each) })
      const found = { seq: journal.seq, tears }
      const expected = { seq: count, tears: offset > 0 && offset === tornFrom ? [] : [tear] }
      if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found, `at ${offset}`).toEqual(expected)
      if (tear.keptAs !== null) {
        const kept = disk.contentOf(`${journalFolder}/${tear.keptAs}`)
        if (!kept.equals(content.subarray(tornFrom, offset))) expect.fail(`another tear kept at ${offset}`)
      }
      if (offset - tornFrom > 1) continue
      expect(await startOn(disk), `at ${offset}`).toMatchObject({ entries: entriesOf(1, count), tears: [] })
    }
  })

  test('[G3] at any byte after a clean stop, does not start', async () => {
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

  test('[G3] at or below the seq of a snapshot, does not start', async () => {
    const whole = await diskWith(fiftyEntries)
    const lineEnds = lineEndsOf(whole.contentOf(firstFile))
    const endOf20 = lineEnds[20]!
    for (let offset = 0; offset < endOf20 + 10; offset++) {
      const start = await startOn(cutAt(whole, firstFile, offset), { from: 20, knownDurableSeq: 20 })
      expect(start.kind, `cut at ${offset}`).toBe(offset < endOf20 ? 'damage' : 'started')
    }
  })

  test('[G3] in any file but the newest, does not start; in the newest, drops the incomplete end', async () => {
    const bounds = { segmentBytesMax: 1200 }
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

  test('[G3] continues with the next entry, and keeps a second torn tail beside the first', async () => {
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
  test('[G3] may have reached the disk in any part: complete lines from its start are kept', async () => {
    const before = [4, 3]
    const written = await diskWith([...before, 30])
    const content = written.contentOf(firstFile)
    const lineEnds = lineEndsOf(content)
    const start = lineEnds[7]!
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed)
      const pageBytes = random.pick([64, 512, 4096])
      const torn = Buffer.from(content)
      for (let page = start; page < content.length; page += pageBytes) {
        if (random.chance(1 / 3)) torn.subarray(page, page + pageBytes).fill(random.chance(1 / 2) ? 0 : 0xa5)
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

  test('[G3] may have left NUL bytes: they are set aside and truncated', async () => {
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

  test('[G3] may have left only the first line of a new file: the next group is written there', async () => {
    const bounds = { segmentBytesMax: 50 }
    const disk = await diskWith([4, 3], { bounds })
    const newest = disk.paths.at(-1)!
    const content = disk.contentOf(newest)
    disk.put(newest, content.subarray(0, lineEndsOf(content)[0]! + 10))
    const journal = await openJournal(disk, { bounds })
    expect(journal.seq).toBe(4)
    await appendGroups(journal, 4, [2, 1])
    expect(await startOn(disk, { bounds })).toEqual({ kind: 'started', entries: entriesOf(1, 7), tears: [] })
  })

  test('[G3] may have left temporary files: they are never read, and are removed', async () => {
    const disk = await diskWith([4], { sealed: true })
    disk.put(`${sealFile}.tmp`, Buffer.from('{"seq":99'))
    expect(await startOn(disk)).toMatchObject({ entries: entriesOf(1, 4), tears: [] })
    expect(disk.paths).toEqual([firstFile, sealFile])
  })
})

describe('an auditor beside the server', () => {
  test('[G3] reads complete entries, ignores the group being written, and modifies nothing', async () => {
    const whole = await diskWith([4, 3])
    const disk = cutAt(whole, firstFile, whole.contentOf(firstFile).length - 30)
    const before = disk.contentOf(firstFile)
    expect(
      await entriesIn(readEntries({ disk, folder: journalFolder, bounds: journalBounds }, { after: 2 })),
    ).toEqual(entriesOf(3, 6))
    expect(disk.contentOf(firstFile)).toEqual(before)
    expect(disk.paths).toEqual([firstFile])
  })

  test('[G3] finds damage anywhere, and lines with wrong contents', async () => {
    const bounds = { segmentBytesMax: 500 }
    const readFrom = (disk: MemoryDisk) =>
      entriesIn(readEntries({ disk, folder: journalFolder, bounds: journalBounds }, { after: 0 }))
    const whole = await diskWith([4, 3, 3], { bounds })
    expect(whole.paths.length).toBe(3)
    for (const path of whole.paths) {
      for (const offset of [20, 200]) {
        const disk = whole.copy()
        const content = disk.contentOf(path)
        content[offset]! ^= 1
        disk.put(path, content)
        const reading = expect(readFrom(disk), `${path}, ${offset}`)
        if (path !== whole.paths.at(-1)) await reading.rejects.toThrow(JournalDamage)
        else await reading.resolves.toHaveProperty('length', 7)
      }
    }
    const oneFile = await diskWith([4, 3])
    const content = oneFile.contentOf(firstFile)
    content[300]! ^= 1
    oneFile.put(firstFile, content)
    await expect(readFrom(oneFile)).rejects.toThrow('what was written after it stands at offset')
    const header = { journal: 1, first: 1, previous: 0, after: '00000000' }
    const skipping = [...entriesOf(1, 2), ...entriesOf(4, 4)]
    oneFile.put(firstFile, new GroupEncoder().encode(skipping, firstSum, header).bytes)
    await expect(readFrom(oneFile)).rejects.toThrow('not the entry 3 that should be here')
  })

  test('[G3] finds a journal that ends before an entry known to be durable', async () => {
    const disk = await diskWith([4, 3])
    expect(
      await entriesIn(
        readEntries({ disk, folder: journalFolder, bounds: journalBounds }, { after: 0, upTo: 5 }),
      ),
    ).toEqual(entriesOf(1, 5))
    await expect(
      entriesIn(readEntries({ disk, folder: journalFolder, bounds: journalBounds }, { after: 0, upTo: 8 })),
    ).rejects.toThrow('the entry 8 was written, and the last that can be read is 7')
    await expect(
      entriesIn(readEntries({ disk, folder: journalFolder, bounds: journalBounds }, { after: 9, upTo: 10 })),
    ).rejects.toThrow('entry 10')
  })
})
