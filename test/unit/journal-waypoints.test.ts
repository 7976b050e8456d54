import { expect, test } from 'vitest'
import type { DiskFile, OpenMode } from '../../server/disk/disk.ts'
import { entriesIn } from '../../server/journal/journal.ts'
import { entriesOf } from '../support/builders/entries.ts'
import { firstFile, openJournal, writeJournal } from '../support/builders/journal-files.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

const chunkBytes = 4_096
const bounds = { readChunkBytes: chunkBytes }

/** Counts the bytes that are read of its files. */
class CountingDisk extends MemoryDisk {
  readBytes = 0
  override async open(path: string, mode: OpenMode): Promise<DiskFile> {
    const file = await super.open(path, mode)
    const read: DiskFile['read'] = async (buffer, position) => {
      const bytes = await file.read(buffer, position)
      this.readBytes += bytes
      return bytes
    }
    return { ...file, read }
  }
}

test('[G7] after a start has checked everything, reading the last entries costs in proportion to them', async () => {
  const disk = new CountingDisk()
  await writeJournal(
    disk,
    Array.from({ length: 200 }, () => 10),
    { bounds },
  )
  const sizeBytes = disk.contentOf(firstFile).length
  expect(sizeBytes).toBeGreaterThan(40 * chunkBytes)
  const journal = await openJournal(disk, { bounds })
  const before = disk.readBytes
  expect(await entriesIn(journal.read({ after: 1_990 }))).toHaveLength(10)
  expect(disk.readBytes - before).toBeLessThan(4 * chunkBytes)
  await journal.close()
})

test('[G7] a journal of many chunks and files can be read from any entry, including later appends', async () => {
  const sizes = Array.from({ length: 40 }, (_, index) => 1 + (index % 9))
  for (const segmentBytesMax of [1024 ** 2, 9_000]) {
    const disk = new MemoryDisk()
    await writeJournal(disk, sizes, { bounds: { ...bounds, segmentBytesMax } })
    const journal = await openJournal(disk, { bounds: { ...bounds, segmentBytesMax } })
    const { seq } = journal
    await journal.append(seq, entriesOf(seq + 1, seq + 30))
    for (let after = 0; after <= journal.seq; after += 1) {
      const seqs = (await entriesIn(journal.read({ after }))).map((entry) => entry.seq)
      expect(seqs).toEqual(Array.from({ length: journal.seq - after }, (_, index) => after + 1 + index))
    }
    await journal.close()
  }
})
