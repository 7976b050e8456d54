import { pino } from 'pino'
import type { Disk } from '../../server/disk/disk.ts'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { FileJournals } from '../../server/journal/file-journals.ts'
import type { JournalBounds } from '../../server/journal/journal-segments.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { SimulatedDisk } from '../simulation/disk.ts'
import { DiskOwner } from '../simulation/disk-owner.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { type DiskFault, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { type HeldAppend, MemoryJournals } from '../support/doubles/memory-journal.ts'
import { journalContract } from './journal.ts'
import type { JournalSubject } from './journal-subject.ts'

journalContract('a journal in memory', async () => {
  const journals = new MemoryJournals()
  return {
    journals,
    holdNext: () => journals.opened.holdNext(),
    fillNext: () => journals.opened.failNext({ kind: 'full' }),
    failNext: () => journals.opened.failNext({ kind: 'failed', durable: true }),
    end: async () => {},
  }
})

journalContract('a journal in a file', () =>
  fileSubject(nodeDisk, { segmentBytesMax: 1024 ** 2, readChunkBytes: 64 * 1024 }),
)

journalContract('a journal in a file for every group, read a few bytes at a time', () =>
  fileSubject(nodeDisk, { segmentBytesMax: 1, readChunkBytes: 7 }),
)

journalContract('a journal in files of the simulated disk', () => {
  const simulated = new SimulatedDisk({ random: seededRandom(1) })
  return fileSubject(new DiskOwner(simulated).disk, { segmentBytesMax: 600, readChunkBytes: 4_096 })
})

async function fileSubject(real: Disk, bounds: JournalBounds): Promise<JournalSubject> {
  const folder = await makeTemporaryFolder()
  const disk = new FaultyDisk(real)
  /** Only the next call of this kind. */
  const faultNext = (operation: 'write' | 'sync', fault: DiskFault): void => {
    disk.faultAt = (call) => {
      if (call.operation !== operation) return null
      disk.faultAt = () => null
      return fault
    }
  }
  return {
    journals: new FileJournals({ disk, folder, bounds, logger: loggerThatFailsOnTears() }),
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

/** Fails the test if a torn tail is logged. */
function loggerThatFailsOnTears() {
  const write = (line: string): void => {
    if (line.includes('torn')) throw new Error(`a tear where there should be none: ${line}`)
  }
  return pino({}, { write })
}
