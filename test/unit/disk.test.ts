import fs from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readFileIfThere, readFully, withFile, writeFileDurably } from '../../server/disk/disk.ts'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { atCall, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { spiedBuiltin } from '../support/doubles/spied-builtin.ts'

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

const oldBytes = Buffer.from('the old content')
const newBytes = Buffer.from('and what takes its place')

test('[G1] a small file is written to a temporary one, synced, renamed, and its folder synced', async () => {
  const path = join(folder, 'file.json')
  disk.faultAt = (call) => (call.operation === 'write' ? { kind: 'short', bytes: 10 } : null)
  await writeFileDurably(disk, path, newBytes)
  expect(disk.calls.map(({ operation, path }) => `${operation} ${path.slice(folder.length + 1)}`)).toEqual([
    'open file.json.tmp',
    'write file.json.tmp',
    'write file.json.tmp',
    'write file.json.tmp',
    'sync file.json.tmp',
    'close file.json.tmp',
    'rename file.json',
    'syncFolder ',
  ])
  expect(await readFile(path)).toEqual(newBytes)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('[G1] after a crash at any call the old file or the new one is there, complete', async () => {
  const path = join(folder, 'file.json')
  for (const done of [false, true]) {
    for (let number = 1; ; number++) {
      await writeFile(path, oldBytes)
      disk = new FaultyDisk(nodeDisk, atCall(number, { kind: 'crash', done }))
      const ended = await writeFileDurably(disk, path, newBytes).then(
        () => 'written',
        () => 'crashed',
      )
      const renamed = number > 5 || (number === 5 && done)
      expect(await readFile(path), `call ${number}`).toEqual(renamed ? newBytes : oldBytes)
      if (ended === 'written') break
    }
  }
})

test('[G1] a failed write leaves the old file, and no temporary one', async () => {
  const path = join(folder, 'file.json')
  await writeFile(path, oldBytes)
  for (const operation of ['write', 'sync', 'rename']) {
    disk.faultAt = (call) => (call.operation === operation ? { kind: 'error', code: 'ENOSPC' } : null)
    await expect(writeFileDurably(disk, path, newBytes)).rejects.toThrow('ENOSPC')
    expect(await readFile(path)).toEqual(oldBytes)
    expect(await readdir(folder)).toEqual(['file.json'])
  }
})

test('[G1] folders are created for their owner only, and their parents are synced', async () => {
  const path = join(folder, 'one/two/three')
  const opened = spiedBuiltin(fs, 'open')
  await nodeDisk.makeFolder(path)
  expect(opened.mock.calls.map(([name]) => name).sort()).toEqual([
    folder,
    join(folder, 'one'),
    join(folder, 'one/two'),
  ])
  await nodeDisk.makeFolder(path)
  expect(opened).toHaveBeenCalledTimes(3)
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, 'one'))).mode & 0o777).toBe(0o700)
})

test('[G1] files are read completely, and a missing one is null', async () => {
  const path = join(folder, 'file.json')
  expect(await readFileIfThere(nodeDisk, path)).toBeNull()
  await writeFile(path, newBytes)
  expect(await readFileIfThere(nodeDisk, path)).toEqual(newBytes)
  const buffer = Buffer.alloc(newBytes.length * 2)
  expect(await withFile(nodeDisk, path, 'read', (file) => readFully(file, buffer, 0))).toBe(newBytes.length)
  await expect(readFileIfThere(nodeDisk, folder)).rejects.toThrow('EISDIR')
})

test('[work] large files are written and read in chunks, so that nothing blocks the core for long', async () => {
  const bytes = Buffer.alloc(3 * 1024 * 1024 + 5, 'a market')
  const path = join(folder, 'large.json')
  await writeFileDurably(disk, path, bytes)
  expect((await readFileIfThere(disk, path))!.equals(bytes)).toBe(true)
  for (const operation of ['write', 'read']) {
    const sizes = disk.calls.filter((call) => call.operation === operation).map((call) => call.bytes!)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(bytes.length)
    expect(Math.max(...sizes)).toBe(256 * 1024)
  }
})
