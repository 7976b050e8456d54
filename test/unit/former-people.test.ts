import { pino } from 'pino'
import { expect, test } from 'vitest'
import type { Disk } from '../../server/disk/disk.ts'
import { writeFileDurably } from '../../server/disk/disk.ts'
import { Explained } from '../../server/errors/explained.ts'
import { openPeople } from '../../server/session/people.ts'
import { atCall, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

const bounds = { garbageMin: 4, appendLengthMax: 1_000, unvouchedBytesMax: 300, logsMax: 4 }
const logger = pino({ level: 'silent' })
const open = (disk: Disk) => openPeople({ disk, folder: '/data', logger, bounds })

const formerFiles = {
  'names-00.json': { version: 1, records: { 'b-1': 'Amara' } },
  /** In the format of the first files of names. */
  'names-3f.json': { version: 1, names: { 'b-2': 'Ben' } },
  'accounts-1a.json': { version: 1, records: { 'a-1': { id: 'a-1', email: 'a@example.org' } } },
  'links-02.json': { version: 1, records: { d1: { digest: 'd1', used: false } } },
  'ended-02.json': { version: 1, records: { 's-1': { id: 's-1', expiresAt: 5 } } },
}

async function formerFolder(): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  for (const [name, content] of Object.entries(formerFiles))
    await writeFileDurably(disk, `/data/${name}`, Buffer.from(JSON.stringify(content)))
  return disk
}

const contentOf = (records: Awaited<ReturnType<typeof open>>) => ({
  names: Object.fromEntries(records.entries('name')),
  account: records.get('account', 'a-1')?.email,
  link: records.get('link', 'd1')?.used,
  ended: records.get('ended', 's-1')?.expiresAt,
})
const everything = {
  names: { 'b-1': 'Amara', 'b-2': 'Ben' },
  account: 'a@example.org',
  link: false,
  ended: 5,
}

test('[G15] files of the first release are migrated and removed', async () => {
  const disk = await formerFolder()
  const records = await open(disk)
  expect(contentOf(records)).toEqual(everything)
  expect((await disk.list('/data')).sort()).toEqual([
    'people-00000001.json',
    'people-00000001.jsonl',
    'people.json',
  ])
})

test('[G15] a crash at any moment of the migration loses nothing', async () => {
  for (const done of [false, true]) {
    for (let number = 1; ; number += 1) {
      const volatile = await formerFolder()
      const disk = new FaultyDisk(volatile, atCall(number, { kind: 'crash', done }))
      await open(disk).catch(() => undefined)
      volatile.losePower()
      expect(contentOf(await open(volatile)), JSON.stringify(disk.calls.at(-1))).toEqual(everything)
      if (!disk.fired) break
    }
  }
})

test('[G15] old files that reappear after the migration have no effect', async () => {
  const disk = await formerFolder()
  const records = await open(disk)
  await records.write([
    { kind: 'name', key: 'b-1', value: 'Amina' },
    { kind: 'name', key: 'b-2', value: undefined },
  ])
  await records.close()
  await writeFileDurably(
    disk,
    '/data/names-00.json',
    Buffer.from(JSON.stringify(formerFiles['names-00.json'])),
  )
  await writeFileDurably(disk, '/data/names-3f.json', Buffer.from('not even JSON'))
  expect(contentOf(await open(disk)).names).toEqual({ 'b-1': 'Amina' })
  expect(await disk.list('/data')).not.toContain('names-00.json')
})

test('[G3] an old file that cannot be read stops the start with its name, and all files stay', async () => {
  const disk = await formerFolder()
  await writeFileDurably(disk, '/data/accounts-1a.json', Buffer.from('{"version":1,"rec'))
  for (let start = 0; start < 2; start += 1) {
    const told = open(disk)
    await expect(told).rejects.toThrow(Explained)
    await expect(told).rejects.toThrow('/data/accounts-1a.json is not readable as JSON')
  }
  expect(await disk.list('/data')).toEqual(expect.arrayContaining(Object.keys(formerFiles)))
})
