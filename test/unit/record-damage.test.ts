import { afterEach, describe, expect, test } from 'vitest'
import type { Disk } from '../../server/disk/disk.ts'
import { RecordDamage } from '../../server/records/records.ts'
import { named, namesOf, openRecords } from '../support/builders/record-files.ts'
import { FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

const torn: unknown[] = []
afterEach(() => void torn.splice(0))

const open = (disk: Disk) => openRecords(disk, { onTornTail: (tail) => void torn.push(tail) })

/** A store with a base, a log that was given up after a failed write, and a newest log. */
async function givenStore(isClosed: boolean): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  const failing = new FaultyDisk(disk)
  const records = await open(failing)
  while (disk.paths.includes('/data/people-00000001.json')) await records.write([named('a', 'some')])
  await records.write([named('a', 'base')])
  await records.write([named('b', 'closed log')])
  failing.faultAt = ({ operation }) => (operation === 'sync' ? { kind: 'error', code: 'EIO' } : null)
  await expect(records.write([named('b', 'wrong')])).rejects.toThrow()
  failing.faultAt = () => null
  await records.write([named('c', 'newest 1')])
  await records.write([named('d', 'newest 2')])
  if (isClosed) await records.close()
  return disk
}
const whole = { a: 'base', b: 'closed log', c: 'newest 1', d: 'newest 2' }

test('[G3] the store used in these tests is undamaged, and has several files', async () => {
  for (const isClosed of [true, false]) {
    const disk = await givenStore(isClosed)
    expect(disk.paths.length).toBeGreaterThanOrEqual(4)
    expect(namesOf(await open(disk.copy()))).toEqual(whole)
  }
  expect(torn).toEqual([])
})

describe.each([
  ['after an orderly stop', true],
  ['after a kill', false],
])('%s', (_, isClosed) => {
  test('[G3] a missing file stops the start, with its name', async () => {
    const disk = await givenStore(isClosed)
    for (const path of disk.paths) {
      const damaged = disk.copy()
      await damaged.remove(path)
      const told = open(damaged)
      await expect(told, path).rejects.toThrow(RecordDamage)
      await expect(told, path).rejects.toThrow(`${path}: it is missing`)
    }
  })

  test('[G3] a changed byte stops the start, with the file’s name, or is reported as the end of the newest log', async () => {
    const disk = await givenStore(isClosed)
    for (const path of disk.paths) {
      const content = disk.contentOf(path)
      for (let offset = 0; offset < content.length; offset += 1) {
        const damaged = disk.copy()
        const changed = disk.contentOf(path)
        changed[offset] = changed[offset]! ^ 0x11
        damaged.put(path, changed)
        const names = await open(damaged).then(namesOf, (error: unknown) => error)
        const where = `${path}, byte ${offset}`
        if (names instanceof RecordDamage) expect(names.message, where).toContain(path)
        else {
          const isUnused = torn.length === 0 && isAbandoned(content, offset)
          const expected = isUnused ? whole : { ...whole, d: undefined }
          expect({ ...expected, ...(names as object) }, where).toEqual(expected)
          expect(isUnused || !isClosed, where).toBe(true)
        }
        torn.splice(0)
      }
    }
  })

  test('[G3] a newest log cut off anywhere loses its last line, with a report, or stops the start', async () => {
    const disk = await givenStore(isClosed)
    const path = disk.paths.filter((each) => each.endsWith('.jsonl')).at(-1)!
    const content = disk.contentOf(path)
    const lastLine = content.lastIndexOf('\n', content.length - 2) + 1
    for (let length = 0; length < content.length; length += 1) {
      const damaged = disk.copy()
      damaged.put(path, content.subarray(0, length))
      const opening = open(damaged)
      if (isClosed || length < content.indexOf('\n') + 1) {
        await expect(opening, `${length}`).rejects.toThrow(`${path}: byte`)
        continue
      }
      const names = namesOf(await opening)
      expect(names, `${length}`).toEqual({
        ...whole,
        d: undefined,
        ...(length < lastLine && { c: undefined }),
      })
    }
  })
})

/** Is the byte in the line whose append failed, which is not part of the store? */
const isAbandoned = (content: Buffer, offset: number): boolean =>
  content.includes('wrong') && offset >= content.lastIndexOf('\n', content.indexOf('wrong'))

test('[G3] a torn end is removed, reported once, and does not come back', async () => {
  const disk = await givenStore(false)
  const path = disk.paths.filter((each) => each.endsWith('.jsonl')).at(-1)!
  const content = disk.contentOf(path)
  disk.put(path, content.subarray(0, -5))
  const records = await open(disk)
  expect(torn).toEqual([
    {
      file: path,
      offset: content.lastIndexOf('\n', content.length - 2) + 1,
      bytes: expect.any(Number),
    },
  ])
  await records.write([named('e', 'after')])
  await records.close()
  torn.splice(0)
  disk.put(path, content)
  expect(namesOf(await open(disk))).toEqual({ ...whole, d: undefined, e: 'after' })
  expect(torn).toEqual([])
})

test('[G3] files of an interrupted compaction are removed, and those of other stores stay', async () => {
  const disk = await givenStore(true)
  disk.put('/data/people-00000099.json', Buffer.from('half'))
  disk.put('/data/people-00000099.jsonl', Buffer.from('half'))
  disk.put('/data/people-2026.json', Buffer.from('an owner’s copy'))
  await open(disk)
  expect(disk.paths.filter((path) => path.includes('99') || path.includes('2026'))).toEqual([
    '/data/people-2026.json',
  ])
})

test('[G3] a base of an earlier compaction under the newest one’s name stops the start', async () => {
  const disk = await givenStore(true)
  const base = disk.paths.find((path) => /-\d+\.json$/.test(path))!
  const other = new MemoryDisk()
  await (await open(other)).close()
  disk.put(base, other.contentOf('/data/people-00000001.json'))
  await expect(open(disk)).rejects.toThrow(`${base}: it is not the one that belongs here`)
})
