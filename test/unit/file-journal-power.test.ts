import { describe, expect, test } from 'vitest'
import type { FileJournal } from '../../server/journal/file-journal.ts'
import { entriesIn, JournalFailure } from '../../server/journal/journal.ts'
import { appendGroups, entriesOf } from '../support/builders/entries.ts'
import { firstFile, journalFolder, openJournal } from '../support/builders/journal-files.ts'
import { atCall, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

const bounds = { segmentBytesMax: 600 }

async function readAll(journal: FileJournal): Promise<unknown[]> {
  return entriesIn(journal.read({ after: 0 }))
}

describe('a power loss', () => {
  test('[G1] at any call, completed or not, loses nothing that was acknowledged', async () => {
    for (const done of [false, true]) {
      for (let number = 1; ; number++) {
        const volatile = new MemoryDisk()
        const disk = new FaultyDisk(volatile, atCall(number, { kind: 'crash', done }))
        const acknowledged = await appendUntilCrash(disk)
        volatile.losePower()
        const entries = await readAll(await openJournal(volatile, { bounds }))
        const where = `power loss at ${JSON.stringify(disk.calls.at(-1))}, done: ${done}`
        expect(entries.length, where).toBeGreaterThanOrEqual(acknowledged)
        expect(entries, where).toEqual(entriesOf(1, entries.length))
        if (!disk.fired) break
      }
    }
  })

  /** Appends groups, and closes; returns the seq up to which they were acknowledged. */
  async function appendUntilCrash(disk: FaultyDisk): Promise<number> {
    let acknowledged = 0
    try {
      const journal = await openJournal(disk, { bounds })
      for (const size of [2, 1, 3, 2]) acknowledged = await appendGroups(journal, acknowledged, [size])
      await journal.close()
    } catch (error) {
      expect(disk.fired, String(error)).toBe(true)
    }
    return acknowledged
  }

  test.each([[[2, 3]], [[3]], [[2, 4, 1]]])(
    '[G1] does not remove what a start returned of a group that was never synced (%j)',
    async (sizes) => {
      for (const how of ['the process ended', 'the sync failed'] as const) {
        const volatile = new MemoryDisk()
        await endBeforeLastSync(volatile, sizes, how)
        const shown = await readAll(await openJournal(volatile, { bounds }))
        expect(shown.length, how).toBe(sizes.reduce((sum, size) => sum + size))
        volatile.losePower()
        expect(await readAll(await openJournal(volatile, { bounds })), how).toEqual(shown)
      }
    },
  )

  async function endBeforeLastSync(
    volatile: MemoryDisk,
    sizes: readonly number[],
    how: 'the process ended' | 'the sync failed',
  ): Promise<void> {
    const disk = new FaultyDisk(volatile)
    const journal = await openJournal(disk, { bounds })
    const seq = await appendGroups(journal, 0, sizes.slice(0, -1))
    if (how === 'the sync failed') volatile.failNextSync = true
    else disk.faultAt = ({ operation }) => (operation === 'sync' ? { kind: 'crash', done: false } : null)
    await expect(appendGroups(journal, seq, sizes.slice(-1))).rejects.toThrow(JournalFailure)
  }
})

describe('a start', () => {
  /** The writes of a start to the journal's newest file and to its copy: position and length. */
  async function writesOfStart(
    volatile: MemoryDisk,
    knownDurableSeq: number,
    isFull = false,
  ): Promise<{ copy: unknown[]; inPlace: unknown[] }> {
    const disk = new FaultyDisk(volatile)
    if (isFull) {
      disk.faultAt = ({ operation, path }) =>
        operation === 'write' && path !== firstFile ? { kind: 'error', code: 'ENOSPC' } : null
    }
    await openJournal(disk, { knownDurableSeq })
    const writesTo = (sought: string): unknown[] =>
      disk.calls
        .filter(({ operation, path }) => operation === 'write' && path === sought)
        .map(({ position, bytes }) => [position, bytes])
    return { copy: writesTo(`${firstFile}.tmp`), inPlace: writesTo(firstFile) }
  }

  async function withTwoGroups(): Promise<{
    volatile: MemoryDisk
    journal: FileJournal
    end: number
  }> {
    const volatile = new MemoryDisk()
    const journal = await openJournal(volatile)
    await appendGroups(journal, 0, [3, 2])
    const file = await volatile.open(firstFile, 'read')
    await appendGroups(journal, 5, [4])
    return { volatile, journal, end: await file.size() }
  }

  test('[G1] replaces the last file by a copy and overwrites nothing; does nothing if a snapshot or the marker proves it durable', async () => {
    const { volatile, journal, end } = await withTwoGroups()
    const copied = { copy: [[0, end]], inPlace: [] }
    expect(await writesOfStart(volatile, 0)).toEqual(copied)
    expect(await writesOfStart(volatile, 8)).toEqual(copied)
    expect(await writesOfStart(volatile, 9)).toEqual({ copy: [], inPlace: [] })
    await journal.close()
    expect(await writesOfStart(volatile, 0)).toEqual({ copy: [], inPlace: [] })
  })

  test('[G1] on a full disk overwrites nothing, and reports that it needs space', async () => {
    const { volatile } = await withTwoGroups()
    await expect(writesOfStart(volatile, 0, true)).rejects.toThrow('The disk is full')
    volatile.losePower()
    const journal = await openJournal(volatile)
    expect(journal.seq).toBe(9)
    expect(await volatile.list(journalFolder)).not.toContain('journal-0000000000000001.jsonl.tmp')
  })
})
