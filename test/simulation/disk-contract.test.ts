import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Disk, DiskFile, OpenMode } from '../../server/disk/disk.ts'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { SimulatedDisk } from './disk.ts'
import { DiskOwner } from './disk-owner.ts'

afterEach(removeTemporaryFolders)

const disks = [
  ['the real disk', () => nodeDisk],
  ['the simulated one', () => new DiskOwner(new SimulatedDisk({ random: seededRandom(1) })).disk],
] as const

/** A call's result, or the code of its error. */
function told(call: Promise<unknown>): Promise<unknown> {
  return call.catch((error: NodeJS.ErrnoException) => error.code)
}

async function textOf(file: DiskFile, position = 0): Promise<string> {
  const buffer = Buffer.alloc(40)
  return buffer.subarray(0, await file.read(buffer, position)).toString()
}

/** A file with this text, closed. */
async function put(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.open(path, 'replace')
  await file.write(Buffer.from(text), 0)
  await file.close()
}

async function modesOf(disk: Disk, path: string, modes: readonly OpenMode[]): Promise<unknown[]> {
  const all: unknown[] = []
  for (const mode of modes) {
    const opened = await told(disk.open(path, mode).then((file) => file.close()))
    all.push(opened)
  }
  return all
}

test.each(disks)('[simulation] %s opens files that exist, and creates others', async (_name, make) => {
  const [disk, folder] = [make(), await makeTemporaryFolder()]
  const path = join(folder, 'a')
  const modes = ['read', 'edit', 'create', 'create', 'read', 'edit', 'replace'] as const
  const [ok, missing] = [undefined, 'ENOENT']
  expect(await modesOf(disk, path, modes)).toEqual([missing, missing, ok, 'EEXIST', ok, ok, ok])
  await put(disk, path, 'text')
  await put(disk, path, 'x')
  const file = await disk.open(path, 'edit')
  expect([await textOf(file), await file.size()]).toEqual(['x', 1])
  await file.close()
})

test.each(disks)('[simulation] %s reads, writes and truncates at any position', async (_name, make) => {
  const [disk, folder] = [make(), await makeTemporaryFolder()]
  const file = await disk.open(join(folder, 'a'), 'create')
  expect(await textOf(file)).toBe('')
  expect(await file.write(Buffer.from('world'), 3)).toBe(5)
  expect(await textOf(file)).toBe('\0\0\0world')
  expect(await file.write(Buffer.from('hello '), 0)).toBe(6)
  expect(await textOf(file, 4)).toBe('o ld')
  expect(await textOf(file, 90)).toBe('')
  await file.truncate(2)
  await file.truncate(4)
  expect([await textOf(file), await file.size()]).toEqual(['he\0\0', 4])
  expect(await file.write(Buffer.alloc(0), 9)).toBe(0)
  expect(await file.size()).toBe(4)
  await file.sync()
  await file.close()
})

test.each(disks)('[simulation] %s refuses calls that a file was not opened for', async (_name, make) => {
  const [disk, folder] = [make(), await makeTemporaryFolder()]
  const path = join(folder, 'a')
  const writing = await disk.open(path, 'replace')
  expect(await told(writing.read(Buffer.alloc(1), 0))).toBe('EBADF')
  await writing.close()
  const reading = await disk.open(path, 'read')
  expect(await told(reading.write(Buffer.alloc(1), 0))).toBe('EBADF')
  expect(await told(reading.truncate(0))).toBe('EINVAL')
  await reading.sync()
  await reading.close()
  expect(await told(reading.size())).toBe('EBADF')
})

test.each(disks)(
  '[simulation] %s renames and removes names, not the files behind them',
  async (_name, make) => {
    const [disk, folder] = [make(), await makeTemporaryFolder()]
    const [a, b, c] = ['a', 'b', 'c'].map((name) => join(folder, name)) as [string, string, string]
    await put(disk, b, 'b')
    await put(disk, a, 'a')
    const [wasA, wasB] = [await disk.open(a, 'edit'), await disk.open(b, 'edit')]
    await disk.rename(a, b)
    expect(await disk.list(folder)).toEqual(['b'])
    await wasB.write(Buffer.from('still b'), 0)
    await wasA.write(Buffer.from('renamed'), 0)
    const found = await disk.open(b, 'read')
    expect([await textOf(found), await textOf(wasB)]).toEqual(['renamed', 'still b'])
    await disk.remove(b)
    expect(await textOf(found)).toBe('renamed')
    expect(await disk.list(folder)).toEqual([])
    expect(await told(disk.remove(b))).toBe('ENOENT')
    expect(await told(disk.rename(a, c))).toBe('ENOENT')
    await disk.syncFolder(folder)
    for (const file of [wasA, wasB, found]) await file.close()
  },
)
