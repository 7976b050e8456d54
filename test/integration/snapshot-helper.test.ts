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

/** What a maker in this folder reads first, and never to its end: it is not done before somebody stops it. */
async function holdMakers(folder: string): Promise<{ letGo(): Promise<void> }> {
  const pipe = join(folder, 'snapshot-0000000000000100.json')
  await promisify(execFile)('mkfifo', [pipe])
  const letGo = async (): Promise<void> => {
    // Whoever waits for a writer has one, and at once none any more.
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

/** The processes that a process has, by their ids. */
async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-e', '-o', 'pid=,ppid=,args='])
  return stdout
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .filter((row) => row !== null && Number(row[2]) === pid && /snapshot-(forker|process)/.test(row[3]!))
    .map((row) => Number(row![1]))
}

describe('the process that has snapshots made', () => {
  test('[G14] is started once, waits, and makes one snapshot after the other', async () => {
    const folder = await folderWithJournal()
    const { make } = helper()
    expect(await make(folder, 200, never)).toEqual({ ms: expect.any(Number), problems: [] })
    const waiting = await childrenOf(process.pid)
    expect(waiting).toHaveLength(1)
    await make(folder, 300, never)
    expect(await childrenOf(process.pid)).toEqual(waiting)
    expect(await new SnapshotFiles({ disk: nodeDisk, folder }).list()).toEqual([300, 200])
  })

  test('[G14] is made anew when it has crashed', async () => {
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

  test('[work] starts makers below the market, and makes them step back to the lowest priority', async () => {
    const folder = await folderWithJournal()
    const made = helper()
    const held = await holdMakers(folder)
    const making = made.make(folder, 200, never)
    await expect.poll(() => childrenOf(process.pid)).toHaveLength(1)
    const [waiting = 0] = await childrenOf(process.pid)
    // Only its main thread is below; on systems where a process has one priority, all of it.
    await expect.poll(() => getPriority(waiting)).toBe(getPriority() + 5)
    await expect.poll(() => childrenOf(waiting)).toHaveLength(1)
    const [maker = 0] = await childrenOf(waiting)
    await expect.poll(() => getPriority(maker)).toBe(constants.priority.PRIORITY_LOW)
    await held.letGo()
    await making
  })

  test('[G14] makes snapshots where priorities may not be set', async () => {
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

  test('[G14] ends on the signal, with what it makes, and when it only waits', async () => {
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
