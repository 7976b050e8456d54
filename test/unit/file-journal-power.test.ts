import { describe, expect, test } from 'vitest'
import type { FileJournal } from '../../server/journal/file-journal.ts'
import { JournalFailure } from '../../server/journal/journal.ts'
import { appendGroups, collect, entriesOf } from '../support/entries.ts'
import { FaultyDisk } from '../support/faulty-disk.ts'
import { firstFile, openJournal } from '../support/journal-files.ts'
import { VolatileDisk } from '../support/volatile-disk.ts'

const bounds = { segmentBytesMax: 600 }

async function readAll(journal: FileJournal): Promise<unknown[]> {
  return collect(journal.read(0))
}

describe('a power loss', () => {
  test('[G1] at any call, that call done or not, loses nothing that was acknowledged', async () => {
    for (const done of [false, true]) {
      for (let number = 1; ; number++) {
        const volatile = new VolatileDisk()
        const disk = new FaultyDisk(volatile)
        disk.faultAt = (call) => (call.number === number ? { kind: 'crash', done } : null)
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

  /** Appends groups, and closes; returns the seq up to which it was told that they are durable. */
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
    '[G1] does not take back what a start showed of a group that was never synced (%j)',
    async (sizes) => {
      for (const how of ['the process ended', 'the sync failed'] as const) {
        const volatile = new VolatileDisk()
        await endBeforeLastSync(volatile, sizes, how)
        const shown = await readAll(await openJournal(volatile, { bounds }))
        expect(shown.length, how).toBe(sizes.reduce((sum, size) => sum + size))
        volatile.losePower()
        expect(await readAll(await openJournal(volatile, { bounds })), how).toEqual(shown)
      }
    },
  )

  async function endBeforeLastSync(
    volatile: VolatileDisk,
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
  /** The writes to the journal's file that a start makes, as position and length. */
  async function writesOfStart(volatile: VolatileDisk, vouchedSeq: number): Promise<unknown[]> {
    const disk = new FaultyDisk(volatile)
    await openJournal(disk, { vouchedSeq })
    return disk.calls
      .filter(({ operation, path }) => operation === 'write' && path === firstFile)
      .map(({ position, bytes }) => [position, bytes])
  }

  test('[G1] writes a file’s first line again with its first group', async () => {
    const volatile = new VolatileDisk()
    await appendGroups(await openJournal(volatile), 0, [3])
    const file = await volatile.open(firstFile, 'read')
    expect(await writesOfStart(volatile, 0)).toEqual([[0, await file.size()]])
  })

  test('[G1] writes the last group again, and no more; nothing when a snapshot or the seal vouches', async () => {
    const volatile = new VolatileDisk()
    const journal = await openJournal(volatile)
    await appendGroups(journal, 0, [3, 2])
    const file = await volatile.open(firstFile, 'read')
    const start = await file.size()
    await appendGroups(journal, 5, [4])
    const end = await file.size()
    expect(await writesOfStart(volatile, 0)).toEqual([[start, end - start]])
    expect(await writesOfStart(volatile, 8)).toEqual([[start, end - start]])
    expect(await writesOfStart(volatile, 9)).toEqual([])
    await journal.close()
    expect(await writesOfStart(volatile, 0)).toEqual([])
  })
})
