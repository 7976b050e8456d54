import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { FolderInUse, lockFolder } from '../../server/disk/folder-lock.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'

const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  await removeTemporaryFolders()
})

/** A process that has locked the folder; throws its output if it could not. */
async function lockElsewhere(folder: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, '../support/drivers/hold-folder.ts')
  const child = spawn(process.execPath, ['--expose-gc', script, folder])
  children.push(child)
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  const [said] = await Promise.race([once(child.stdout, 'data'), once(child, 'close')])
  if (String(said) !== 'locked\n') throw new Error(complaint)
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('[G14] a second process gets a clear error until the first has ended', async () => {
  const folder = await makeTemporaryFolder()
  const child = await lockElsewhere(folder)
  expect(() => lockFolder(folder)).toThrow(FolderInUse)
  expect(() => lockFolder(folder)).toThrow('Another Souk is running on this folder')
  await kill(child)
  lockFolder(folder).release()
})

test('[G14] the same process cannot lock a folder twice, and trying keeps the lock', async () => {
  const folder = await makeTemporaryFolder()
  const lock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(FolderInUse)
  await expect(lockElsewhere(folder)).rejects.toThrow('Another Souk is running')
  lock.release()
  lockFolder(folder).release()
})

test('[G14] the lock file is accessible to its owner only', async () => {
  const folder = await makeTemporaryFolder()
  lockFolder(folder).release()
  expect((await stat(join(folder, 'lock.sqlite'))).mode & 0o777).toBe(0o600)
})

test('[G14] a missing folder is reported', () => {
  expect(() => lockFolder('/nowhere/at/all')).toThrow('ENOENT')
})
