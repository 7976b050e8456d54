import { afterEach, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { named, openRecords } from '../support/builders/record-files.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { type DiskCall, FaultyDisk } from '../support/doubles/faulty-disk.ts'

afterEach(removeTemporaryFolders)

const bounds = { garbageMin: 1_000, appendLengthMax: 64 * 1024, unvouchedBytesMax: 256 * 1024, logsMax: 8 }

async function storeOf(count: number) {
  const folder = await makeTemporaryFolder()
  const disk = new FaultyDisk(nodeDisk)
  const initial = async () => Array.from({ length: count }, (_, index) => named(`b-${index}`, 'Amara'))
  const records = await openRecords(disk, { folder, initial, bounds })
  disk.calls.splice(0)
  return { disk, records }
}

const costOf = (calls: readonly DiskCall[]) => calls.map(({ operation, bytes = 0 }) => [operation, bytes])
const writtenBytes = (calls: readonly DiskCall[]): number =>
  calls.reduce((sum, { operation, bytes = 0 }) => sum + (operation === 'write' ? bytes : 0), 0)

test('[limits] a write makes the same calls of the same size with 200,000 records as with ten', async () => {
  const costs = []
  for (const count of [10, 200_000]) {
    const { disk, records } = await storeOf(count)
    await records.write([named('b-7', 'Ben')])
    costs.push(costOf(disk.calls))
    await records.close()
  }
  expect(costs[0]?.map(([operation]) => operation)).toEqual(['write', 'sync'])
  expect(costs[1]).toEqual(costs[0])
})

test('[limits] concurrent writes share one sync', async () => {
  const { disk, records } = await storeOf(10)
  await Promise.all(Array.from({ length: 500 }, (_, index) => records.write([named(`b-${index}`, 'Ben')])))
  expect(disk.calls.filter(({ operation }) => operation === 'sync').length).toBeLessThanOrEqual(2)
  await records.close()
})

test('[limits] over time a write costs at most three times its own bytes, in small steps', async () => {
  const { disk, records } = await storeOf(5_000)
  const base = disk.calls.length
  let rounds = 0
  for (; rounds < 60; rounds += 1)
    await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => records.write([named(`b-${(index * 7) % 5_000}`, 'Ben')])),
    )
  await records.close()
  const own = rounds * 1_000 * '["name","b-1234","Ben"],'.length
  const calls = disk.calls.slice(base)
  expect(calls.some(({ operation, path }) => operation === 'remove' && path.endsWith('.json'))).toBe(true)
  expect(writtenBytes(calls)).toBeLessThan(3 * own)
  expect(Math.max(...calls.map(({ bytes = 0 }) => bytes))).toBeLessThan(2 * 64 * 1024)
})

test('[limits] records that are only added are not rewritten', async () => {
  const { disk, records } = await storeOf(10)
  for (let round = 0; round < 20; round += 1)
    await Promise.all(
      Array.from({ length: 500 }, (_, index) => records.write([named(`c-${round}-${index}`, 'Ben')])),
    )
  await records.close()
  expect(disk.calls.filter(({ operation }) => operation === 'open')).toHaveLength(1)
})
