import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { LowdbSnapshots } from '../../server/snapshot/lowdb-snapshots.ts'
import { makeSnapshot, snapshotBounds } from '../../server/snapshot/make-snapshot.ts'
import type { SnapshotProblem } from '../../server/snapshot/snapshot-files.ts'
import { manifestVersion } from '../../server/versions/steps.ts'
import { seededRandom } from '../../shared/seeded-random.ts'
import { buy, createProduct, fulfil } from '../support/builders/market-commands.ts'
import { randomHistory } from '../support/builders/random-history.ts'
import {
  diskWith,
  expectSameMarket,
  manifestOf,
  memoryFolder,
  placeOn,
  replay,
  smallBounds,
  snapshot,
  snapshotFiles,
  start,
  writeJournal,
} from '../support/builders/snapshot-folder.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { atCall, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { makeInProcess } from '../support/doubles/make-in-process.ts'
import type { MemoryDisk } from '../support/doubles/memory-disk.ts'
import { randomFrom } from '../support/doubles/random-port.ts'
import { given } from '../support/drivers/market-story.ts'
import { contentsOf } from '../support/properties/market-contents.ts'

afterEach(removeTemporaryFolders)

describe('making a snapshot', () => {
  const { entries } = randomHistory(11, 130)
  const replayed = replay(entries)

  /** Makes the second snapshot with a fault at each disk call in turn, until there is no such call. */
  async function forEachCall(
    faultAt: (number: number) => FaultyDisk['faultAt'],
    check: (disk: MemoryDisk, where: string) => Promise<void>,
  ): Promise<number> {
    const whole = await diskWith(entries, [80])
    for (let number = 1; ; number++) {
      const files = whole.copy()
      const disk = new FaultyDisk(files)
      disk.faultAt = faultAt(number)
      const made = snapshot(disk, 110).then(
        () => true,
        () => false,
      )
      const where = `${await made} ${JSON.stringify(disk.calls[number - 1])}`
      expect(disk.openFiles, where).toBe(0)
      if (!disk.fired) return number - 1
      await check(files, where)
    }
  }

  async function checkHarmless(disk: MemoryDisk, where: string): Promise<void> {
    const started = await start(disk)
    expect(started.problems, where).toEqual([])
    expect(started.from, where).toBeOneOf([80, 110])
    expectSameMarket(started.state, replayed, where)
    await snapshot(disk, 120)
    expect((await start(disk)).from, where).toBe(120)
    expect(
      snapshotFiles(disk).filter((path) => path.endsWith('.tmp')),
      where,
    ).toEqual([])
  }

  test('[G3] a crash of the process at any call, completed or not, leaves the previous snapshot or the new one', async () => {
    for (const done of [false, true]) {
      const calls = await forEachCall((number) => atCall(number, { kind: 'crash', done }), checkHarmless)
      expect(calls).toBeGreaterThan(40)
    }
  })

  test('[G3] a failure at any call does not prevent the next snapshot', async () => {
    await forEachCall((number) => atCall(number, { kind: 'error', code: 'EIO' }), checkHarmless)
  })

  test('[G3] without space leaves none of its files behind', async () => {
    const files = await diskWith(entries, [80])
    const before = files.paths
    for (const number of [1, 2, 3]) {
      const disk = new FaultyDisk(files)
      let writes = 0
      disk.faultAt = ({ operation }) =>
        operation === 'write' && ++writes === number ? { kind: 'error', code: 'ENOSPC' } : null
      await expect(snapshot(disk, 110)).rejects.toThrow('ENOSPC')
      expect(files.paths).toEqual(before)
    }
  })

  test('[G3] a crash while it removes its files leaves no manifest without its parts', async () => {
    const files = await diskWith(entries, [80])
    const disk = new FaultyDisk(files)
    let renamed = false
    let removals = 0
    disk.faultAt = ({ operation, path }) => {
      if (renamed && operation === 'syncFolder') return { kind: 'error', code: 'EIO' }
      if (operation === 'remove' && ++removals === 2) return { kind: 'crash', done: false }
      renamed ||= operation === 'rename' && path === manifestOf(110)
      return null
    }
    await expect(snapshot(disk, 110)).rejects.toThrow('EIO')
    expect(removals).toBe(2)
    await checkHarmless(files, 'the process ended')
  })

  test('[G3] keeps two, and removes older ones, leftovers of a crash, and nothing else', async () => {
    const disk = await diskWith(entries, [60, 80])
    const others = ['names.json', 'snapshot-of-mine.txt', 'journal-seal.json'].map(
      (name) => `${memoryFolder}/${name}`,
    )
    for (const path of others.slice(0, 2)) disk.put(path, Buffer.from('mine'))
    disk.put(`${manifestOf(90)}.tmp`, Buffer.from('{"version":1'))
    disk.put(`${memoryFolder}/snapshot-orders-00009-0000000000000090.json`, Buffer.from('{}'))
    expect((await start(disk)).from).toBe(80)
    await snapshot(disk, 100)
    const manifests = disk.paths.filter((path) => /snapshot-\d+\.json$/.test(path))
    expect(manifests).toEqual([manifestOf(80), manifestOf(100)])
    expect(disk.paths).toEqual(expect.arrayContaining(others))
    expect(snapshotFiles(disk).filter((path) => path.includes('000090.'))).toEqual([])
  })

  /** A disk with a snapshot at 250, after which an order is fulfilled. */
  async function diskBeforeFulfilment() {
    const story = randomHistory(13, 250)
    const orderIds = [...story.market.orders.keys()]
    const index = orderIds.findLastIndex((id) => story.order(id).status === 'placed')
    story.when(fulfil(orderIds[index]!))
    const disk = await diskWith(story.entries, [250])
    return { disk, entries: story.entries, part: Math.floor(index / smallBounds.rowsPerPartMax) }
  }

  test('[G14] accepts a part that is larger than a new one would be', async () => {
    const purchases = (count: number) => Array.from({ length: count }, () => buy(1))
    const story = given(createProduct({ stock: 50 }), ...purchases(2 * smallBounds.rowsPerPartMax))
    const fulfilled = story.seq + 1
    story.and(fulfil([...story.market.orders.keys()].at(-1)!), ...purchases(1))
    const disk = await diskWith(story.entries, [])
    await makeSnapshot({ ...placeOn(disk), upTo: fulfilled - 1, bounds: snapshotBounds })
    for (const upTo of [fulfilled, story.seq]) {
      expect(await snapshot(disk, upTo)).toEqual([])
      const { from, state, problems } = await start(disk)
      expect({ from, problems }).toEqual({ from: upTo, problems: [] })
      expectSameMarket(state, replay(story.entries), `from ${upTo}`)
    }
  })

  test('[G14] writes only the parts in which an order changed', async () => {
    const { disk, part, entries } = await diskBeforeFulfilment()
    const before = snapshotFiles(disk)
    expect(await snapshot(disk, 251)).toEqual([])
    const added = snapshotFiles(disk).filter((path) => !before.includes(path))
    expect(added).toEqual([
      manifestOf(251),
      `${memoryFolder}/snapshot-orders-${String(part).padStart(5, '0')}-0000000000000251.json`,
    ])
    expectSameMarket((await start(disk)).state, replay(entries), 'after the second')
  })

  test('[G3] reuses no damaged part, needed or not', async () => {
    const { disk: whole, entries } = await diskBeforeFulfilment()
    for (const path of snapshotFiles(whole)) {
      const disk = whole.copy()
      disk.put(path, Buffer.concat([whole.contentOf(path), Buffer.from('\n')]))
      expect(await snapshot(disk, 251), path).toHaveLength(1)
      const { from, state } = await start(disk)
      expect(from, path).toBe(251)
      expectSameMarket(state, replay(entries), path)
    }
  })

  test('[G5] leaves out exactly the ids that are no longer known', async () => {
    const disk = await diskWith(entries, [])
    const bounds = { ...smallBounds, idempotencyWindowEntriesMax: 40 }
    await makeSnapshot({ ...placeOn(disk), upTo: 110, bounds })
    const { remembered } = JSON.parse(disk.contentOf(manifestOf(110)).toString())
    const known = [...replay(entries.slice(0, 110)).idempotencyWindow.map].filter(([, { seq }]) => seq > 70)
    expect(known.length).toBeGreaterThan(10)
    expect(remembered).toEqual(known)
  })

  test('[G14] writes JSON that a person can read, with a line for each order', async () => {
    const disk = await diskWith(entries, [110])
    const manifest = JSON.parse(disk.contentOf(manifestOf(110)).toString())
    expect(manifest).toMatchObject({
      version: manifestVersion,
      counters: { seq: 110, epoch: 'epoch-1', currency: 'EUR' },
    })
    const [first] = manifest.orderParts
    const text = disk.contentOf(`${memoryFolder}/${first.name}`).toString()
    expect(JSON.parse(text).orders).toHaveLength(first.rows)
    expect(text.split('\n').filter((row) => row.startsWith('{"id":'))).toHaveLength(first.rows)
  })
})

describe('snapshots that a process of their own makes', () => {
  test('[G14] are equivalent, and failures are reported', async () => {
    const folder = await makeTemporaryFolder()
    const { entries } = randomHistory(17, 300)
    await writeJournal(nodeDisk, entries, folder)
    const problems: SnapshotProblem[] = []
    const snapshots = new LowdbSnapshots({
      random: randomFrom(seededRandom(1)),
      disk: nodeDisk,
      folder,
      report: (problem) => problems.push(problem),
      make: makeInProcess,
    })
    expect(await snapshots.latest()).toBeNull()
    expect(await snapshots.save(250)).toEqual({ seq: 250, ms: expect.any(Number) })
    const { state, ...started } = await start(nodeDisk, folder)
    expect(started).toEqual({ from: 250, problems: [] })
    expect(contentsOf(state)).toEqual(contentsOf(replay(entries)))
    await expect(snapshots.save(301)).rejects.toThrow('the entry 301 was written')
    await writeFile(join(folder, 'snapshot-0000000000000250.json'), '')
    await snapshots.save(300)
    expect(problems).toHaveLength(1)
    expect((await start(nodeDisk, folder)).from).toBe(300)
  })

  test('[G14] are abandoned when the market stops', async () => {
    const folder = await makeTemporaryFolder()
    const { entries } = randomHistory(17, 300)
    await writeJournal(nodeDisk, entries, folder)
    const snapshots = new LowdbSnapshots({
      random: randomFrom(seededRandom(1)),
      disk: nodeDisk,
      folder,
      report: () => {},
      make: makeInProcess,
    })
    const saving = expect(snapshots.save(250)).rejects.toThrow('no snapshot')
    snapshots.close()
    await saving
    expect((await start(nodeDisk, folder)).from).toBe(0)
  })
})
