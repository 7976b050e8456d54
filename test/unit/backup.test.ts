import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { realPathOf } from '../../server/backup/folders.ts'
import { lockFolder } from '../../server/disk/folder-lock.ts'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { verifyFolder } from '../../server/verify/verify.ts'
import { backUp, contentOf, filesOf, marketFolder, openSmall } from '../support/builders/backup-folders.ts'
import { removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { atCall, Crash, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { crashPoints, expectDurable } from '../support/properties/durable-files.ts'

afterEach(removeTemporaryFolders)

/** Returns a wrong byte of the market's first journal file, the first times that the backup reads it. */
function misreading(market: string, times: number): FaultyDisk {
  let left = times
  return new FaultyDisk(nodeDisk, ({ operation, path }) => {
    if (operation !== 'read' || path !== join(market, 'journal-0000000000000001.jsonl') || left === 0)
      return null
    left -= 1
    return { kind: 'misread', index: 400 }
  })
}

const crashingAt = (number: number, done: boolean): FaultyDisk =>
  new FaultyDisk(nodeDisk, atCall(number, { kind: 'crash', done }))

describe('a backup', () => {
  test('[G1] contains the journal, its clean-shutdown marker, the keys and everything else, readable by the owner only', async () => {
    const { root, market, copy } = await marketFolder(200)
    await mkdir(join(market, 'images/a'), { recursive: true })
    writeFileSync(join(market, 'images/a/picture.webp'), 'picture')
    writeFileSync(join(market, 'names-00.json.tmp'), 'half a file')
    lockFolder(market).release()
    const { entries, bytes } = await backUp(market, copy)
    const [from, to] = [readdirSync(market), readdirSync(copy)]
    expect(to.toSorted()).toEqual(from.filter((name) => !/lock|tmp/.test(name)).toSorted())
    expect(to.filter((name) => name.endsWith('.jsonl')).length).toBeGreaterThan(2)
    for (const name of [...to.filter((one) => one !== 'images'), 'images/a/picture.webp']) {
      expect(readFileSync(join(copy, name)), name).toEqual(readFileSync(join(market, name)))
      expect(statSync(join(copy, name)).mode & 0o777, name).toBe(0o600)
    }
    expect(statSync(copy).mode & 0o777).toBe(0o700)
    expect(entries).toBe(200)
    expect(bytes).toBeGreaterThan(10_000)
    expect(readdirSync(root).toSorted()).toEqual(['copy', 'market'])
  })

  test('[G1] is complete up to its start, even if entries are appended during it', async () => {
    const { market, copy, later } = await marketFolder(200)
    const journal = await openSmall(market)
    const disk = new FaultyDisk(nodeDisk)
    let appended = 0
    disk.faultAt = ({ operation, path }) => {
      if (operation !== 'open' || !path.startsWith(market) || appended >= later.length) return null
      const { promise: released, resolve } = Promise.withResolvers<void>()
      const group = later.slice(appended, appended + 4)
      appended += group.length
      void journal.append(200 + appended - group.length, group).then(() => resolve())
      return { kind: 'hold', reach: () => {}, released }
    }
    const { entries } = await backUp(market, copy, disk)
    await journal.close()
    expect(appended).toBeGreaterThan(8)
    expect(entries).toBeGreaterThanOrEqual(200)
    expect((await contentOf(copy)).seq).toBe(entries)
  })

  test('[G3] an incomplete copy is retried, and the backup fails after four attempts', async () => {
    const { root, market, copy } = await marketFolder(200)
    expect((await backUp(market, copy, misreading(market, 3))).entries).toBe(200)
    await expect(backUp(market, join(root, 'other'), misreading(market, 4))).rejects.toThrow(
      /No copy was whole.*First of \d+ findings/,
    )
    expect(readdirSync(root).toSorted()).toEqual(['copy', 'market'])
  })

  test('[G3] starts again if a journal file is truncated during the copy', async () => {
    const { market, copy } = await marketFolder(200)
    const disk = new FaultyDisk(nodeDisk)
    const last = readdirSync(market)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .at(-1)!
    disk.faultAt = ({ operation, path }) =>
      operation === 'open' && path === join(market, last) && !disk.fired
        ? { kind: 'error', code: 'ENOENT' }
        : null
    expect((await backUp(market, copy, disk)).entries).toBe(200)
    expect(disk.fired).toBe(true)
  })

  test('[G1] is synced before it gets its name, and the name is synced before success is reported', async () => {
    const { market, copy } = await marketFolder(200)
    const disk = new FaultyDisk(nodeDisk)
    await backUp(market, copy, disk)
    expectDurable(disk.calls, copy)
  })

  test('[G3] a crash at any moment leaves a complete copy or none, and the next backup succeeds', async () => {
    const { market, copy } = await marketFolder(60)
    const whole = new FaultyDisk(nodeDisk)
    await backUp(market, `${copy}-0`, whole)
    for (const { number, done } of crashPoints(whole.calls)) {
      const place = `${copy}-${number}-${done}`
      await expect(backUp(market, place, crashingAt(number, done))).rejects.toThrow(Crash)
      if (existsSync(place)) expect((await verifyFolder(place)).counts.entries).toBe(60)
      else expect((await backUp(market, place)).entries).toBe(60)
    }
  })

  test('[G2] on a full disk leaves nothing behind, and the market unchanged', async () => {
    const { root, market, copy } = await marketFolder(60)
    const before = filesOf(market)
    const whole = new FaultyDisk(nodeDisk)
    await backUp(market, `${copy}-0`, whole)
    for (const { number, operation } of whole.calls) {
      if (operation !== 'write') continue
      const disk = new FaultyDisk(nodeDisk, atCall(number, { kind: 'error', code: 'ENOSPC' }))
      await expect(backUp(market, copy, disk)).rejects.toThrow('ENOSPC')
      expect(readdirSync(root).toSorted()).toEqual(['copy-0', 'market'])
    }
    expect(filesOf(market)).toEqual(before)
  })

  test('[G3] explains why a target cannot become a backup', async () => {
    const { root, market, copy } = await marketFolder(20)
    await mkdir(join(root, 'full/of'), { recursive: true })
    await mkdir(join(root, 'empty'))
    const refused = (from: string, to: string) => expect(backUp(from, to)).rejects
    await refused(market, join(root, 'full')).toThrow('is not empty')
    await refused(join(root, 'nothing'), copy).toThrow('There is no market in')
    await refused(join(root, 'empty'), copy).toThrow('There is no market in')
    await refused(market, market).toThrow('own folder')
    await refused(market, join(market, 'backup')).toThrow('is inside')
    await refused(market, root).toThrow('is inside')
    await mkdir(`${copy}.unfinished`)
    const lock = lockFolder(`${copy}.unfinished`)
    await refused(market, copy).toThrow('Another backup')
    lock.release()
    expect((await backUp(market, join(root, 'empty'))).entries).toBe(20)
  })

  test('[G3] recognises a folder under any of its names', async () => {
    const { root, market, copy } = await marketFolder(20)
    symlinkSync(market, join(root, 'link'))
    symlinkSync('copy', join(root, 'nowhere'))
    expect(await realPathOf(join(root, 'link'))).toBe(await realPathOf(market))
    expect(await realPathOf(join(root, 'link/new/folder'))).toBe(join(await realPathOf(market), 'new/folder'))
    expect(await realPathOf(join(root, 'nowhere'))).toBe(await realPathOf(copy))
  })
})
