import { describe, expect, test } from 'vitest'
import { entriesIn } from '../../server/journal/journal.ts'
import { firstSum, GroupEncoder } from '../../server/journal/journal-line.ts'
import { readEntries } from '../../server/journal/journal-reader.ts'
import { journalBounds } from '../../server/journal/journal-segments.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { entriesOf } from '../support/builders/entries.ts'
import {
  firstFile,
  journalFolder,
  lineEndsOf,
  openJournal,
  type Start,
  type StartOptions,
  sealFile,
  startOn,
  writeJournal,
} from '../support/builders/journal-files.ts'
import { FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

/** Twelve entries; the last group is 11 and 12. */
const groups = [3, 2, 4, 1, 2]
const lastGroup = 11

async function diskOf(options: Parameters<typeof writeJournal>[2] = {}): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  await writeJournal(disk, groups, options)
  return disk
}

/** Starts on the files with one bit flipped: each bit in turn, or one bit of each byte. */
async function flipBits(
  whole: MemoryDisk,
  options: StartOptions & { each: 'bit' | 'byte' },
  check: (start: Start, where: string) => void,
): Promise<void> {
  const step = options.each === 'bit' ? 1 : 9
  for (const path of whole.paths) {
    const content = whole.contentOf(path)
    for (let bit = 0; bit < content.length * 8; bit += step) {
      const disk = whole.copy()
      const flipped = Buffer.from(content)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      disk.put(path, flipped)
      check(await startOn(disk, options), `${path}, byte ${bit >> 3}, bit ${bit & 7}`)
    }
  }
}

/** Damage, or a torn last group after which exactly the entries before it remain: no entry is lost silently. */
function checkFound(start: Start, where: string): void {
  if (start.kind === 'damage') return
  const firstLost = start.tears[0]?.firstSeq ?? 0
  if (start.tears.length !== 1 || firstLost < lastGroup) expect.fail(`not found: ${where}`)
  expect(start.entries, where).toEqual(entriesOf(1, firstLost - 1))
}

describe('a flipped bit', () => {
  test('[G3] is found, or reported as a torn tail in the last group', async () => {
    await flipBits(await diskOf(), { each: 'bit' }, checkFound)
  }, 60_000)

  test('[G3] is found in a journal of many files too', async () => {
    const bounds = { segmentBytesMax: 600 }
    const disk = await diskOf({ bounds })
    expect(disk.paths.length).toBeGreaterThan(2)
    await flipBits(disk, { each: 'byte', bounds }, checkFound)
  })

  test('[G3] is always damage if a snapshot proves that all entries were durable', async () => {
    await flipBits(await diskOf(), { each: 'byte', knownDurableSeq: 12 }, (start, where) =>
      expect(start.kind, where).toBe('damage'),
    )
  })

  test('[G3] after a clean stop is damage, also in the marker, or has no effect', async () => {
    await flipBits(await diskOf({ sealed: true }), { each: 'byte' }, (start, where) => {
      if (start.kind === 'started') expect(start, where).toEqual(wholeStart)
      if (where.startsWith(firstFile)) expect(start.kind, where).toBe('damage')
    })
  })
})

test('[G3] a group number above the line’s own seq does not prove a later group', async () => {
  const disk = await diskOf()
  const content = disk.contentOf(firstFile)
  content.write('9', content.lastIndexOf('"group":11') + '"group":1'.length)
  disk.put(firstFile, content)
  expect(await startOn(disk)).toMatchObject({ entries: entriesOf(1, 11), tears: [{ firstSeq: 12 }] })
})

const wholeStart: Start = { kind: 'started', entries: entriesOf(1, 12), tears: [] }

describe('lost pages', () => {
  test('[G3] are damage if a complete line of a later group follows', async () => {
    const whole = await diskOf()
    const content = whole.contentOf(firstFile)
    const lineEnds = lineEndsOf(content)
    const lastGroupStart = lineEnds[lastGroup - 1]!
    for (let seed = 1; seed <= 500; seed++) {
      const random = seededRandom(seed)
      const from = random.integer(0, lastGroupStart - 1)
      const to = Math.min(lineEnds[lastGroup]!, from + random.integer(1, 800))
      const disk = whole.copy()
      disk.put(
        firstFile,
        Buffer.from(content).fill(random.chance(1 / 2) ? 0 : random.integer(0, 255), from, to),
      )
      if (disk.contentOf(firstFile).equals(content)) continue
      expect((await startOn(disk)).kind, `seed ${seed}`).toBe('damage')
    }
  })

  test('[G3] are damage even if only the end of a line of what follows is left', async () => {
    const disk = await diskOf()
    const content = disk.contentOf(firstFile)
    const lineEnds = lineEndsOf(content)
    disk.put(firstFile, content.fill(0, lineEnds[9]! + 5, content.length - 60))
    expect((await startOn(disk)).kind).toBe('damage')
  })
})

describe('files that are missing, or too many', () => {
  const bounds = { segmentBytesMax: 600 }

  test('[G3] any missing file but the newest is damage', async () => {
    const whole = await diskOf({ bounds })
    for (const path of whole.paths.slice(0, -1)) {
      const disk = whole.copy()
      await disk.remove(path)
      for (const from of [0, 12]) {
        expect((await startOn(disk, { bounds, from })).kind, `without ${path}, from ${from}`).toBe('damage')
      }
    }
  })

  test('[G3] a missing newest file is damage if a snapshot or the marker refers to it', async () => {
    const sealed = await diskOf({ bounds, sealed: true })
    await sealed.remove(sealed.paths.at(-2)!)
    expect(await startOn(sealed, { bounds })).toMatchObject({ message: expect.stringContaining('seal') })
    const vouched = await diskOf({ bounds })
    await vouched.remove(vouched.paths.at(-1)!)
    expect(await startOn(vouched, { bounds, from: 12, knownDurableSeq: 12 })).toMatchObject({
      message: expect.stringContaining('a snapshot shows that entry 12 was written'),
    })
  })

  test('[G3] a journal without files is damage if a snapshot or the marker refers to entries', async () => {
    const disk = await diskOf({ sealed: true })
    await disk.remove(firstFile)
    expect(await startOn(disk)).toMatchObject({ message: expect.stringContaining('missing') })
    expect(await startOn(new MemoryDisk(), { knownDurableSeq: 3 })).toMatchObject({ kind: 'damage' })
    expect(await startOn(new MemoryDisk())).toEqual({ kind: 'started', entries: [], tears: [] })
  })

  test('[G3] an added, copied or swapped file is damage', async () => {
    const whole = await diskOf({ bounds })
    const files = whole.paths
    const contentOf = (index: number): Buffer => whole.contentOf(files.at(index)!)
    const put: [string, Buffer][] = [
      ['journal-0000000000000002.jsonl', contentOf(0)],
      ['journal-0000000000000002.jsonl', Buffer.alloc(0)],
      ['journal-0000000000000013.jsonl', contentOf(-1)],
      ['journal-0000000000000099.jsonl', Buffer.alloc(0)],
      [files.at(1)!.slice(journalFolder.length + 1), contentOf(2)],
      [files.at(-1)!.slice(journalFolder.length + 1), contentOf(0)],
    ]
    for (const [name, content] of put) {
      const disk = whole.copy()
      disk.put(`${journalFolder}/${name}`, content)
      expect((await startOn(disk, { bounds })).kind, name).toBe('damage')
    }
  })

  test('[G3] a file of another journal is damage, even if its lines are valid', async () => {
    const disk = await diskOf({ bounds })
    const other = new MemoryDisk()
    const journal = await openJournal(other, { bounds })
    const strangers = entriesOf(1, 12).map((entry) => ({ ...entry, actor: 'stranger' }))
    for (const [first, last] of [
      [1, 3],
      [4, 5],
      [6, 9],
      [10, 10],
      [11, 12],
    ] as const) {
      await journal.append(first - 1, strangers.slice(first - 1, last))
    }
    expect(other.paths).toEqual(disk.paths)
    for (const path of disk.paths) {
      const mixed = disk.copy()
      mixed.put(path, other.contentOf(path))
      expect((await startOn(mixed, { bounds })).kind, path).toBe('damage')
    }
  })
})

test('[G3] another complete journal in place of one that was closed is damage', async () => {
  const disk = await diskOf({ sealed: true })
  const other = new MemoryDisk()
  await writeJournal(other, [5, 7, 9])
  disk.put(firstFile, other.contentOf(firstFile))
  expect(await startOn(disk)).toMatchObject({
    message: expect.stringContaining('another one than journal-seal'),
  })
})

test('[G3] an unfinished file without others is damage unless it is the first', async () => {
  const disk = new MemoryDisk()
  disk.put(`${journalFolder}/journal-0000000000000013.jsonl`, Buffer.alloc(0))
  expect(await startOn(disk)).toMatchObject({ message: expect.stringContaining('are missing') })
})

test('[G3] a file under another name is reported', async () => {
  const disk = await diskOf()
  disk.put(`${journalFolder}/journal-0000000000000013.jsonl`, disk.contentOf(firstFile))
  expect(await startOn(disk)).toMatchObject({ message: expect.stringContaining('not what its name says') })
})

describe('what a start reads', () => {
  const bounds = { segmentBytesMax: 600 }

  test('[G3] reads only the first line of files before the snapshot; reading all checks everything', async () => {
    const files = await diskOf({ bounds })
    const oldest = files.contentOf(firstFile)
    const middle = Math.floor(oldest.length / 2)
    oldest[middle]! ^= 1
    files.put(firstFile, oldest)
    const disk = new FaultyDisk(files)
    const journal = await openJournal(disk, { bounds, from: 11, knownDurableSeq: 11 })
    const readsOf = (path: string): number =>
      disk.calls.filter((call) => call.operation === 'read' && call.path === path).length
    expect(readsOf(firstFile)).toBeLessThanOrEqual(2)
    expect(await entriesIn(journal.read({ after: 10 }))).toEqual(entriesOf(11, 12))
    await expect(entriesIn(journal.read({ after: 0 }))).rejects.toThrow(
      firstFile.slice(journalFolder.length + 1),
    )
    await expect(
      entriesIn(readEntries({ disk: files, folder: journalFolder, bounds: journalBounds }, { after: 0 })),
    ).rejects.toThrow('damaged')
    await journal.close()
  })

  test('[G3] a marker of an earlier stop stays valid after later appends', async () => {
    const disk = await diskOf({ sealed: true })
    const journal = await openJournal(disk)
    await journal.append(12, entriesOf(13, 14))
    const content = disk.contentOf(firstFile)
    const lineEnds = lineEndsOf(content)
    disk.put(firstFile, content.subarray(0, lineEnds[12]! + 5))
    expect(await startOn(disk.copy())).toMatchObject({ entries: entriesOf(1, 12), tears: [{ firstSeq: 13 }] })
    disk.put(firstFile, content.subarray(0, lineEnds[12]! - 1))
    expect(await startOn(disk)).toMatchObject({ kind: 'damage' })
    expect(disk.contentOf(sealFile).toString()).toMatch(/^\{"seq":12,"sum":"[0-9a-f]{8}"\}\n$/)
  })

  test('[G3] a journal of a newer format is not modified', async () => {
    const disk = new MemoryDisk()
    const header = { journal: 2, first: 1, previous: 0, after: '00000000' }
    const { bytes } = new GroupEncoder().encode(entriesOf(1, 3), firstSum, header)
    disk.put(firstFile, bytes)
    expect(await startOn(disk)).toMatchObject({ message: expect.stringContaining('form 2') })
    expect(disk.contentOf(firstFile)).toEqual(bytes)
  })
})
