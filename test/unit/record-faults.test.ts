import { describe, expect, test } from 'vitest'
import type { FileRecords } from '../../server/records/file-records.ts'
import { named, namesOf, openRecords, type TestKinds } from '../support/builders/record-files.ts'
import { atCall, type DiskFault, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

const initial = async () => [named('old', 'Old')]
const writesCount = 24

/** Two names that always change together, and one that is added and removed. */
const changesOf = (write: number) => [
  named(`left-${write % 3}`, String(write)),
  named(`right-${write % 3}`, String(write)),
  named('sometimes', write % 2 ? 'here' : undefined),
]

function stateAfter(writes: readonly number[]): Record<string, string> {
  const state: Record<string, string> = { old: 'Old' }
  for (const change of writes.flatMap(changesOf)) {
    if (change.value === undefined) delete state[change.key]
    else state[change.key] = change.value as string
  }
  return state
}

/** The outcome of one run's writes. */
interface Told {
  written: number[]
  /** Failed, with no later write that succeeded: one of them may be there. */
  unknown: number[]
}

/** Opens the store, writes, with many compactions, and closes it; continues after errors. */
async function run(disk: FaultyDisk): Promise<Told> {
  const told: Told = { written: [], unknown: [] }
  let records: FileRecords<TestKinds> | null = null
  try {
    records = await openRecords(disk, { initial })
  } catch (error) {
    expect(disk.fired, String(error)).toBe(true)
    return told
  }
  for (let write = 1; write <= writesCount; write += 1) {
    try {
      await records.write(changesOf(write))
      told.written.push(write)
      told.unknown = []
    } catch (error) {
      expect(disk.fired, String(error)).toBe(true)
      told.unknown.push(write)
    }
    expect(namesOf(records)).toEqual(stateAfter(told.written))
  }
  await records.close().catch((error) => expect(disk.fired, String(error)).toBe(true))
  return told
}

/** Runs the story once for each disk call, with a fault at that call. */
async function atEveryCall(
  fault: (number: number) => DiskFault,
  check: (told: Told, disk: FaultyDisk, volatile: MemoryDisk) => Promise<void>,
): Promise<number> {
  for (let number = 1; ; number += 1) {
    const volatile = new MemoryDisk()
    const disk = new FaultyDisk(volatile, atCall(number, fault(number)))
    await check(await run(disk), disk, volatile)
    if (!disk.fired) return number
  }
}

/** A start finds everything acknowledged, and perhaps one write with an unknown outcome. */
async function expectFound({ written, unknown }: Told, volatile: MemoryDisk, where: string): Promise<void> {
  const disk = new FaultyDisk(volatile)
  const records = await openRecords(disk, { initial })
  const possible = [stateAfter(written), ...unknown.map((write) => stateAfter([...written, write]))]
  expect(possible, where).toContainEqual(namesOf(records))
  await records.write([named('after', 'After')])
  // Bytes that the first process left in the kernel's memory must not remove this.
  disk.faultAt = () => ({ kind: 'crash', done: false })
  volatile.losePower()
  const again = await openRecords(volatile, { initial })
  expect(again.get('name', 'after'), where).toBe('After')
  await again.close()
}

describe('a crash at any call', () => {
  test.each([
    ['a kill', false],
    ['a power loss', true],
  ])('[G1] by %s, that call done or not, loses nothing that was acknowledged', async (_, losesPower) => {
    for (const done of [false, true]) {
      const calls = await atEveryCall(
        () => ({ kind: 'crash', done }),
        async (told, disk, volatile) => {
          if (losesPower) volatile.losePower()
          await expectFound(told, volatile, `${JSON.stringify(disk.calls.at(-1))}, done: ${done}`)
        },
      )
      expect(calls).toBeGreaterThan(3 * writesCount)
    }
  })
})

describe('an error at any call', () => {
  test.each(['EIO', 'ENOSPC', 'EMFILE'])('[G2] (%s) fails only that write', async (code) => {
    await atEveryCall(
      () => ({ kind: 'error', code }),
      async (told, disk, volatile) => {
        const failures = told.written.length === 0 ? 0 : writesCount - told.written.length
        expect(failures, JSON.stringify(disk.calls.at(-1))).toBeLessThanOrEqual(1)
        volatile.losePower()
        await expectFound(told, volatile, `${code} at ${JSON.stringify(disk.calls.find(() => disk.fired))}`)
      },
    )
  })

  test('[G2] a disk that stays full fails every write, and the first write after that succeeds', async () => {
    const volatile = new MemoryDisk()
    const disk = new FaultyDisk(volatile)
    const records = await openRecords(disk, { initial })
    await records.write([named('a', '1')])
    disk.faultAt = ({ operation }) => (operation === 'write' ? { kind: 'error', code: 'ENOSPC' } : null)
    for (let count = 0; count < 20; count += 1)
      await expect(records.write([named('a', '2')])).rejects.toThrow('ENOSPC')
    disk.faultAt = () => null
    await records.write([named('b', '3')])
    volatile.losePower()
    expect(namesOf(await openRecords(volatile, { initial }))).toEqual({ old: 'Old', a: '1', b: '3' })
  })

  test('[G2] a failed write does not reappear if the process is killed right after', async () => {
    const disk = new FaultyDisk(new MemoryDisk())
    const records = await openRecords(disk, { initial })
    await records.write([named('a', '1')])
    disk.faultAt = ({ operation }) =>
      operation === 'sync' && !disk.fired ? { kind: 'error', code: 'ENOSPC' } : null
    await expect(records.write([named('a', '2'), named('b', '2')])).rejects.toThrow('ENOSPC')
    expect(namesOf(await openRecords(disk, { initial }))).toEqual({ old: 'Old', a: '1' })
  })

  test('[G2] writes made on top of a failed one fail with it', async () => {
    const volatile = new MemoryDisk()
    const records = await openRecords(volatile, { initial })
    volatile.failNextSync = true
    const told = await Promise.allSettled([
      records.write([named('a', '1')]),
      records.write([named('a', '2'), named('old', undefined)]),
    ])
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(namesOf(records)).toEqual({ old: 'Old' })
  })
})
