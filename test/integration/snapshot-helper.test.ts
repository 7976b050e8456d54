import { execFile } from 'node:child_process'
import { open, rm } from 'node:fs/promises'
import { constants, getPriority } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { SnapshotFiles } from '../../server/snapshot/snapshot-files.ts'
import { SnapshotHelper } from '../../server/snapshot/snapshot-helper.ts'
import { randomHistory } from '../support/builders/random-history.ts'
import { writeJournal } from '../support/builders/snapshot-folder.ts'
import { makeTemporaryFolder } from '../support/builders/temporary-folder.ts'
import { atEnd, leaveNothing } from '../support/drivers/leftovers.ts'

afterEach(leaveNothing)
afterEach(() => vi.unstubAllEnvs())

const never = new AbortController().signal

async function folderWithJournal(): Promise<string> {
  const folder = await makeTemporaryFolder()
  await writeJournal(nodeDisk, randomHistory(17, 300).entries, folder)
  return folder
}

/** A pipe that the maker reads first, and whose end never comes: the maker runs until it is stopped. */
async function holdMakers(folder: string): Promise<{ letGo(): Promise<void> }> {
  const pipe = join(folder, 'snapshot-0000000000000100.json')
  await promisify(execFile)('mkfifo', [pipe])
  const letGo = async (): Promise<void> => {
    // A process that waits for a writer gets one, which closes at once.
    await (await open(pipe, 'r+')).close()
    await rm(pipe)
  }
  return { letGo }
}

function helper(): SnapshotHelper {
  const made = new SnapshotHelper()
  atEnd(() => made.close())
  return made
}

/** The ids of a process's child processes. */
async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-e', '-o', 'pid=,ppid=,args='])
  return stdout
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .filter((row) => row !== null && Number(row[2]) === pid && /snapshot-(forker|process)/.test(row[3]!))
    .map((row) => Number(row![1]))
}

describe('the process that has snapshots made', () => {
  test('[G14] is started once, waits, and makes one snapshot after another', async () => {
    const folder = await folderWithJournal()
    const { make } = helper()
    expect(await make(folder, 200, never)).toEqual({ ms: expect.any(Number), problems: [] })
    const waiting = await childrenOf(process.pid)
    expect(waiting).toHaveLength(1)
    await make(folder, 300, never)
    expect(await childrenOf(process.pid)).toEqual(waiting)
    expect(await new SnapshotFiles({ disk: nodeDisk, folder }).list()).toEqual([300, 200])
  })

  test('[G14] is started again after a crash', async () => {
    const folder = await folderWithJournal()
    const held = await holdMakers(folder)
    const { make } = helper()
    const making = make(folder, 200, never)
    const refused = expect(making).rejects.toThrow('no snapshot')
    const [forker] = await childrenOf(process.pid)
    await expect.poll(() => childrenOf(forker!)).toHaveLength(1)
    process.kill(forker!, 'SIGKILL')
    await refused
    await held.letGo()
    await make(folder, 300, never)
    expect(await new SnapshotFiles({ disk: nodeDisk, folder }).list()).toEqual([300])
  })

  test('[work] starts makers with a lower priority than the market’s, which they lower to the lowest', async () => {
    const folder = await folderWithJournal()
    const made = helper()
    const held = await holdMakers(folder)
    const making = made.make(folder, 200, never)
    await expect.poll(() => childrenOf(process.pid)).toHaveLength(1)
    const [waiting = 0] = await childrenOf(process.pid)
    // Only its main thread has a lower priority; all of it on systems with one priority for a process.
    await expect.poll(() => getPriority(waiting)).toBe(getPriority() + 5)
    await expect.poll(() => childrenOf(waiting)).toHaveLength(1)
    const [maker = 0] = await childrenOf(waiting)
    await expect.poll(() => getPriority(maker)).toBe(constants.priority.PRIORITY_LOW)
    await held.letGo()
    await making
  })

  test('[G14] makes snapshots even if priorities may not be set', async () => {
    const folder = await folderWithJournal()
    vi.stubEnv(
      'NODE_OPTIONS',
      `--import ${new URL('../support/doubles/forbid-priorities.mjs', import.meta.url)}`,
    )
    const { make } = helper()
    expect(await make(folder, 300, never)).toEqual({ ms: expect.any(Number), problems: [] })
    const [waiting] = await childrenOf(process.pid)
    expect(getPriority(waiting)).toBe(getPriority())
  })

  test('[G14] ends on the signal, while it makes a snapshot and while it waits', async () => {
    const folder = await folderWithJournal()
    await holdMakers(folder)
    const { make } = helper()
    const stop = new AbortController()
    const refused = expect(make(folder, 200, stop.signal)).rejects.toThrow('no snapshot')
    const [forker] = await childrenOf(process.pid)
    await expect.poll(() => childrenOf(forker!)).toHaveLength(1)
    const [maker] = await childrenOf(forker!)
    stop.abort()
    await refused
    await expect.poll(() => [forker!, maker!].filter(isThere)).toEqual([])
    expect(await new SnapshotFiles({ disk: nodeDisk, folder }).list()).toEqual([100])
    const waits = new SnapshotHelper()
    waits.start()
    await expect.poll(() => childrenOf(process.pid)).toHaveLength(1)
    waits.close()
    await expect.poll(() => childrenOf(process.pid)).toEqual([])
  })
})

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}
