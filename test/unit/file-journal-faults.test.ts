import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { FileJournal } from '../../server/journal/file-journal.ts'
import { entriesIn, type Journal, JournalFailure } from '../../server/journal/journal.ts'
import { entriesOf } from '../support/builders/entries.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { atCall, Crash, type DiskCall, type DiskFault, FaultyDisk } from '../support/doubles/faulty-disk.ts'

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

/** Three groups go into the first file, two into a second. */
const groupSizes = [2, 3, 2, 4, 1]
const bounds = { segmentBytesMax: 1000, readChunkBytes: 500 }

function open(onDisk = disk, inFolder = folder, onShortage?: (error: unknown) => void): Promise<FileJournal> {
  return FileJournal.open({
    onShortage,
    disk: onDisk,
    folder: inFolder,
    bounds,
    from: 0,
    knownDurableSeq: 0,
    report: () => {},
  })
}

/** The entries that a start on a working disk finds. */
async function found(inFolder = folder): Promise<unknown[]> {
  const journal = await open(new FaultyDisk(nodeDisk), inFolder)
  const entries = await entriesIn(journal.read({ after: 0 }))
  await journal.close()
  return entries
}

/** What a run with a fault reported to its callers. */
interface Told {
  acknowledged: number
  /** The highest seq that may have reached the disk. */
  asked: number
  failures: unknown[]
}

/** Opens, appends all groups, continues after failures, and closes. */
async function runAll(inFolder: string): Promise<Told> {
  const told: Told = { acknowledged: 0, asked: 0, failures: [] }
  let journal: Journal | null = null
  try {
    journal = await open(disk, inFolder)
    for (const size of groupSizes) {
      await appendOne(journal, size, told).catch((error: unknown) => told.failures.push(error))
    }
    await journal.close()
  } catch (error) {
    told.failures.push(error)
  } finally {
    await journal?.close()
  }
  return told
}

async function appendOne(journal: Journal, size: number, told: Told): Promise<void> {
  told.asked = Math.max(told.asked, told.acknowledged + size)
  const after = told.acknowledged
  const appended = await journal.append(after, entriesOf(after + 1, after + size))
  if (appended.kind !== 'appended') return
  if (told.failures.length > 0) expect.fail(`acknowledged after ${told.failures[0]}`)
  told.acknowledged = after + size
}

/** Makes a run for each disk call, with the fault at that call, until there is no such call. */
async function forEachCall(
  faultAt: (number: number) => FaultyDisk['faultAt'],
  check: (told: Told, entries: unknown[], call: DiskCall) => void,
): Promise<number> {
  for (let number = 1; ; number++) {
    const runFolder = await makeTemporaryFolder()
    disk = new FaultyDisk(nodeDisk)
    disk.faultAt = faultAt(number)
    const told = await runAll(runFolder)
    expect(disk.openFiles, `files left open by the fault at call ${number}`).toBe(0)
    if (!disk.fired) return number - 1
    const entries = await found(runFolder)
    const where = JSON.stringify(disk.calls[number - 1])
    expect(entries.length, where).toBeGreaterThanOrEqual(told.acknowledged)
    expect(entries.length, where).toBeLessThanOrEqual(Math.max(told.asked, told.acknowledged))
    expect(entries, where).toEqual(entriesOf(1, entries.length))
    check(told, entries, disk.calls[number - 1]!)
  }
}

describe('a disk that fails', () => {
  test('[G2] at any call: nothing more is acknowledged, and everything acknowledged is there', async () => {
    const calls = await forEachCall(
      (number) => atCall(number, { kind: 'error', code: 'EIO' }),
      (told, _, call) => {
        expect(told.failures.length, JSON.stringify(call)).toBeGreaterThan(0)
        if (call.operation === 'sync' && told.acknowledged < 12) {
          expect(told.failures[0]).toBeInstanceOf(JournalFailure)
        }
      },
    )
    expect(calls).toBeGreaterThan(20)
  })

  test('[G2] from any call on, permanently', async () => {
    await forEachCall(
      (number) => (call) => (call.number >= number ? { kind: 'error', code: 'EIO' } : null),
      (told) => expect(told.failures.length).toBeGreaterThan(0),
    )
  })

  test('[G1] together with the process, at any call, completed or not', async () => {
    for (const done of [false, true]) {
      await forEachCall(
        (number) => atCall(number, { kind: 'crash', done }),
        (told) => expect(told.failures.some((failure) => isCrash(failure))).toBe(true),
      )
    }
  })
})

function isCrash(error: unknown): boolean {
  return error instanceof Crash || (error instanceof JournalFailure && error.cause instanceof Crash)
}

const firstName = 'journal-0000000000000001.jsonl'
const secondName = 'journal-0000000000000008.jsonl'

const append = (journal: Journal, first: number, last: number) =>
  journal.append(first - 1, entriesOf(first, last))

/** The disk calls since the mark, a word for each. */
const operationsSince = (mark: number): string[] => disk.calls.slice(mark).map((call) => call.operation)

/** The next calls for this file get these faults, one after another. */
function faultNext(operation: DiskCall['operation'], ...faults: (DiskFault | null)[]): void {
  disk.faultAt = (call) => (call.operation === operation ? (faults.shift() ?? null) : null)
}

const noSpace = (code = 'ENOSPC'): DiskFault => ({ kind: 'error', code })

describe('a group', () => {
  test('[G1] is acknowledged after one write and one sync, in a new file also after a sync of the folder', async () => {
    const journal = await open()
    let mark = disk.calls.length
    await append(journal, 1, 7)
    expect(operationsSince(mark)).toEqual(['open', 'write', 'sync', 'syncFolder'])
    mark = disk.calls.length
    await append(journal, 8, 9)
    expect(operationsSince(mark)).toEqual(['open', 'write', 'close', 'sync', 'syncFolder'])
    mark = disk.calls.length
    await append(journal, 10, 11)
    expect(operationsSince(mark)).toEqual(['write', 'sync'])
    await journal.close()
    expect((await readdir(folder)).sort()).toEqual([firstName, secondName, 'journal-seal.json'])
  })

  test('[G1] is written completely even if the disk takes a few bytes at a time', async () => {
    disk.faultAt = (call) => (call.operation === 'write' ? { kind: 'short', bytes: 7 } : null)
    expect(await runAll(folder)).toEqual({ acknowledged: 12, asked: 12, failures: [] })
    expect(await found()).toEqual(entriesOf(1, 12))
  })

  test('[G2] is not acknowledged if the disk takes no more bytes without an error', async () => {
    const journal = await open()
    faultNext('write', { kind: 'short', bytes: 0 })
    await expect(append(journal, 1, 2)).rejects.toThrow(JournalFailure)
    await journal.close()
  })

  test.each(['EIO', 'ENOSPC'])(
    '[G2] is the last one if its sync fails with %s: the disk is not used again',
    async (code) => {
      const journal = await open()
      await append(journal, 1, 2)
      faultNext('sync', noSpace(code))
      await expect(append(journal, 3, 4)).rejects.toThrow(JournalFailure)
      const mark = disk.calls.length
      await expect(append(journal, 3, 4)).rejects.toThrow(JournalFailure)
      expect(operationsSince(mark)).toEqual([])
      expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 2))
      await journal.close()
      expect(await readdir(folder)).not.toContain('journal-seal.json')
    },
  )
})

describe('a disk without space', () => {
  test.each(['ENOSPC', 'EFBIG', 'EDQUOT'])(
    '[G2] (%s) the group is truncated durably, and appending resumes when there is space',
    async (code) => {
      const journal = await open()
      await append(journal, 1, 3)
      const durable = await readFile(join(folder, firstName))
      const mark = disk.calls.length
      faultNext('write', { kind: 'short', bytes: 100 }, noSpace(code), noSpace(code))
      for (const _ of [1, 2]) {
        expect(await append(journal, 4, 6)).toEqual({ kind: 'full' })
        expect(await readFile(join(folder, firstName))).toEqual(durable)
      }
      expect(operationsSince(mark)).toEqual([
        'write',
        'write',
        'truncate',
        'sync',
        'write',
        'truncate',
        'sync',
      ])
      expect(await entriesIn(journal.read({ after: 0 }))).toEqual(entriesOf(1, 3))
      expect(await append(journal, 4, 5)).toEqual({ kind: 'appended' })
      await journal.close()
      expect(await found()).toEqual(entriesOf(1, 5))
    },
  )

  test.each<[string, () => void]>([
    ['for a new file', () => faultNext('open', noSpace())],
    ['for the first bytes of a new file', () => faultNext('write', noSpace())],
    ['for all of a new file', () => faultNext('write', { kind: 'short', bytes: 50 }, noSpace())],
  ])('[G2] there is none %s: nothing is left of it, and it is made when there is', async (_, arrange) => {
    const journal = await open()
    await append(journal, 1, 7)
    arrange()
    expect(await append(journal, 8, 9)).toEqual({ kind: 'full' })
    expect(await readdir(folder)).toEqual([firstName])
    expect(await append(journal, 8, 9)).toEqual({ kind: 'appended' })
    await journal.close()
    expect(await found()).toEqual(entriesOf(1, 9))
  })

  test.each(['truncate', 'sync'] as const)(
    '[G2] a failed %s of the truncation stops the journal',
    async (operation) => {
      const journal = await open()
      await append(journal, 1, 3)
      disk.faultAt = (call) => {
        if (call.operation === 'write') return noSpace()
        return call.operation === operation ? noSpace('EIO') : null
      }
      await expect(append(journal, 4, 5)).rejects.toThrow(JournalFailure)
      disk.faultAt = () => null
      await expect(append(journal, 4, 5)).rejects.toThrow(JournalFailure)
      await journal.close()
      expect(await found()).toEqual(entriesOf(1, 3))
    },
  )

  test('[G2] a system limit on file sizes is handled the same way', async () => {
    const script = join(import.meta.dirname, '../support/drivers/append-until-full.ts')
    const { stdout } = await promisify(execFile)('bash', [
      '-c',
      'ulimit -f 16; exec "$0" "$@"',
      process.execPath,
      script,
      folder,
    ])
    const { appended, sizeBytes } = JSON.parse(stdout)
    expect(sizeBytes).toBeLessThan(16 * 1024)
    expect(appended).toBeGreaterThan(10)
    expect(await found()).toEqual(entriesOf(1, appended))
  })
})
