import { nodeDisk } from '../../server/disk/node-disk.ts'
import { FileJournal } from '../../server/journal/file-journal.ts'
import type { Journal } from '../../server/journal/journal.ts'
import { type HeldAppend, MemoryJournal } from '../../server/journal/memory-journal.ts'
import { collect } from '../support/builders/entries.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { type DiskFault, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { type JournalSubject, journalContract } from './journal.ts'

journalContract('a journal in memory', async () => {
  let journal = new MemoryJournal()
  return {
    open: async () => {
      journal = new MemoryJournal(await collect(journal.read(0)))
      return journal
    },
    holdNext: () => journal.holdNext(),
    fillNext: () => journal.failNext({ kind: 'full' }),
    failNext: () => journal.failNext({ kind: 'failed', durable: true }),
    end: async () => {},
  }
})

journalContract('a journal in a file', () =>
  fileSubject({ segmentBytesMax: 1024 ** 2, readChunkBytes: 64 * 1024 }),
)

journalContract('a journal in a file for every group, read a few bytes at a time', () =>
  fileSubject({ segmentBytesMax: 1, readChunkBytes: 7 }),
)

async function fileSubject(bounds: {
  segmentBytesMax: number
  readChunkBytes: number
}): Promise<JournalSubject> {
  const folder = await makeTemporaryFolder()
  const disk = new FaultyDisk(nodeDisk)
  /** The next call of this kind, and no other. */
  const faultNext = (operation: 'write' | 'sync', fault: DiskFault): void => {
    disk.faultAt = (call) => {
      if (call.operation !== operation) return null
      disk.faultAt = () => null
      return fault
    }
  }
  return {
    open: (): Promise<Journal> =>
      FileJournal.open({ disk, folder, bounds, from: 0, vouchedSeq: 0, report: failOnTear }),
    holdNext: (): HeldAppend => {
      const reached = Promise.withResolvers<void>()
      const released = Promise.withResolvers<void>()
      faultNext('sync', { kind: 'hold', reach: reached.resolve, released: released.promise })
      return { reached: reached.promise, release: released.resolve }
    },
    fillNext: () => faultNext('write', { kind: 'error', code: 'ENOSPC' }),
    failNext: () => faultNext('sync', { kind: 'error', code: 'EIO' }),
    end: async () => {
      await removeTemporaryFolders()
      if (disk.openFiles > 0) throw new Error(`${disk.openFiles} files were left open`)
    },
  }
}

function failOnTear(tear: unknown): never {
  throw new Error(`a tear where there should be none: ${JSON.stringify(tear)}`)
}
