import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { FileJournal } from '../../server/journal/file-journal.ts'
import { entriesIn } from '../../server/journal/journal.ts'
import { entriesOf } from '../support/builders/entries.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { type DiskCall, FaultyDisk } from '../support/doubles/faulty-disk.ts'

let folder: string
let disk: FaultyDisk
beforeEach(async () => {
  folder = await makeTemporaryFolder()
  disk = new FaultyDisk(nodeDisk)
})
afterEach(async () => {
  await removeTemporaryFolders()
  expect(disk.openFiles, 'files left open').toBe(0)
})

const firstName = 'journal-0000000000000001.jsonl'

const open = (onShortage?: (error: unknown) => void): Promise<FileJournal> =>
  FileJournal.open({
    disk,
    folder,
    bounds: { segmentBytesMax: 1_000, readChunkBytes: 500 },
    from: 0,
    knownDurableSeq: 0,
    report: () => {},
    onShortage,
  })

const append = (journal: FileJournal, first: number, last: number) =>
  journal.append(first - 1, entriesOf(first, last))

/** The entries that a start finds. */
async function found(): Promise<unknown[]> {
  const journal = await open()
  const entries = await entriesIn(journal.read({ after: 0 }))
  await journal.close()
  return entries
}

const noFile = (operation: DiskCall['operation'], code: string): void => {
  disk.faultAt = (call) => (call.operation === operation ? { kind: 'error', code } : null)
}

test.each([
  ['open', 'EMFILE'],
  ['open', 'ENFILE'],
  ['syncFolder', 'EMFILE'],
  ['syncFolder', 'ENFILE'],
] as const)(
  '[G2] (%s %s) starts no file, keeps what is durable, and resumes as soon as possible',
  async (operation, code) => {
    const told: unknown[] = []
    const onShortage = (error: unknown): void =>
      void told.push((error as { code?: string } | null)?.code ?? null)
    const journal = await open(onShortage)
    await append(journal, 1, 7)
    noFile(operation, code)
    for (const _ of [1, 2, 3]) expect(await append(journal, 8, 9)).toEqual({ kind: 'full' })
    expect((await readdir(folder)).sort()).toEqual([firstName])
    disk.faultAt = () => null
    expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 7))
    expect(await append(journal, 8, 9)).toEqual({ kind: 'appended' })
    expect(await append(journal, 10, 12)).toEqual({ kind: 'appended' })
    expect(told).toEqual([code, null])

    await journal.close()
    expect(await found()).toEqual(entriesOf(1, 12))
  },
)

test('[G2] can be stopped cleanly in this state, and starts again with what is durable', async () => {
  const journal = await open()
  await append(journal, 1, 7)
  noFile('syncFolder', 'EMFILE')
  expect(await append(journal, 8, 9)).toEqual({ kind: 'full' })
  disk.faultAt = () => null
  await journal.close()
  expect(await found()).toEqual(entriesOf(1, 7))
})
