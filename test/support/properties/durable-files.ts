import { dirname } from 'node:path'
import { expect } from 'vitest'
import type { DiskCall } from '../doubles/faulty-disk.ts'

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
