import { dirname } from 'node:path'
import { expect } from 'vitest'
import type { DiskFile } from '../../../server/disk/disk.ts'
import { nodeDisk } from '../../../server/disk/node-disk.ts'
import { type DiskCall, FaultyDisk } from './faulty-disk.ts'

/** A disk that reads a wrong byte of the journal's first file, this many times. */
export function misreading(times: number): FaultyDisk {
  let left = times
  return new FaultyDisk({
    ...nodeDisk,
    async open(path, mode) {
      const file = await nodeDisk.open(path, mode)
      if (mode !== 'plain' || !path.endsWith('journal-0000000000000001.jsonl')) return file
      return {
        ...boundTo(file),
        async read(buffer, position) {
          const count = await file.read(buffer, position)
          if (left > 0 && count > 0) {
            left -= 1
            buffer[400]! ^= 1
          }
          return count
        },
      }
    },
  })
}

const boundTo = (file: DiskFile): DiskFile => ({
  read: file.read.bind(file),
  write: file.write.bind(file),
  sync: file.sync.bind(file),
  truncate: file.truncate.bind(file),
  size: file.size.bind(file),
  close: file.close.bind(file),
})

/** The process ends at this call. */
export const crashing = (number: number, done: boolean): FaultyDisk => {
  const disk = new FaultyDisk(nodeDisk)
  disk.faultAt = (call) => (call.number === number ? { kind: 'crash', done } : null)
  return disk
}

/** What was written was synced, and its folder, before a rename; and each rename's folder after it. */
export function expectDurable(calls: readonly DiskCall[], place: string): void {
  const dirty = new Set<string>()
  const renames: DiskCall[] = []
  for (const call of calls) {
    const { operation, path } = call
    if (operation === 'write' || operation === 'truncate') dirty.add(path)
    if (operation === 'sync') dirty.delete(path)
    if (operation === 'open' && !path.endsWith('.tmp')) dirty.add(`${dirname(path)}/`)
    if (operation === 'syncFolder') dirty.delete(`${path}/`)
    if (operation !== 'rename' || dirname(path) !== dirname(place)) continue
    expect([...dirty].filter((one) => one.startsWith(`${place}.unfinished`))).toEqual([])
    expect(calls[call.number]).toMatchObject({ operation: 'syncFolder', path: dirname(place) })
    renames.push(call)
  }
  expect(renames.at(-1)?.path).toBe(place)
}

/** Every call as a place to end at; what changes the folder's names ends once before it, and once after. */
export function crashPoints(calls: readonly DiskCall[]): { number: number; done: boolean }[] {
  const naming = new Set(['rename', 'remove', 'syncFolder', 'makeFolder'])
  return calls.flatMap(({ number, operation }) =>
    naming.has(operation)
      ? [
          { number, done: false },
          { number, done: true },
        ]
      : [{ number, done: number % 2 === 0 }],
  )
}
