import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { finishRestore } from '../../server/backup/folders.ts'
import { lockFolder } from '../../server/disk/folder-lock.ts'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { verifyFolder } from '../../server/verify/verify.ts'
import {
  backUp,
  contentOf,
  filesOf,
  marketFolder,
  openSmall,
  restore,
} from '../support/builders/backup-folders.ts'
import {
  buy,
  buyer,
  createProduct,
  envelopeBy,
  line,
  operator,
  program,
  seller,
} from '../support/builders/market-commands.ts'
import { start } from '../support/builders/snapshot-folder.ts'
import { removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { atCall, Crash, FaultyDisk } from '../support/doubles/faulty-disk.ts'
import { given, nothing } from '../support/drivers/market-story.ts'
import { crashPoints, expectDurable } from '../support/properties/durable-files.ts'

afterEach(removeTemporaryFolders)

describe('a restore', () => {
  test('[G7] replaces the market by the copy under a new epoch, and keeps the old one aside', async () => {
    const { root, market, copy } = await marketFolder(80)
    const newer = await marketFolder(120)
    await backUp(market, copy)
    const epochs = [(await contentOf(market)).epoch]
    for (const [turn, moved] of [120, 81].entries()) {
      const place = newer.market
      const before = filesOf(place)
      const { movedTo, epoch, ...counts } = await restore(copy, place)
      expect(counts).toMatchObject({ entries: 80 })
      expect(await contentOf(place)).toEqual({ seq: 81, epoch, secret: 'secret of 80\n' })
      expect(epochs).not.toContain(epoch)
      epochs.push(epoch)
      expect(filesOf(movedTo!)).toEqual(before)
      expect((await contentOf(movedTo!)).seq).toBe(moved)
      expect((await verifyFolder(place)).findings, `turn ${turn}`).toEqual([])
      const started = await start(nodeDisk, place)
      expect(started).toMatchObject({ from: 81, problems: [] })
      expect(started.state.counters).toMatchObject({ seq: 81, epoch })
    }
    expect(readdirSync(root).toSorted()).toEqual(['copy', 'market'])
    expect(readdirSync(newer.root).length).toBe(3)
  })

  test('[G7] without a previous market, none is kept', async () => {
    const { root, market, copy } = await marketFolder(40)
    await backUp(market, copy)
    await mkdir(join(root, 'empty'))
    for (const place of [join(root, 'empty'), join(root, 'new/market')]) {
      expect((await restore(copy, place)).movedTo).toBe(null)
      expect((await contentOf(place)).seq).toBe(41)
    }
    expect(readdirSync(root).toSorted()).toEqual(['copy', 'empty', 'market', 'new'])
  })

  test('[G7] a crash at any moment leaves one of the two markets to the next start', async () => {
    const { root, market, copy } = await marketFolder(12)
    await backUp(market, copy)
    const old = { seq: 12, epoch: 'epoch-1', secret: 'the old one' }
    const lay = async (name: string): Promise<string> => {
      const place = join(root, name)
      await backUp(market, place)
      writeFileSync(join(place, 'secret'), old.secret)
      return place
    }
    const whole = new FaultyDisk(nodeDisk)
    await restore(copy, await lay('whole'), { disk: whole })
    const outcomes = { old: 0, restored: 0, finished: 0 }
    for (const { number, done } of crashPoints(whole.calls)) {
      const place = await lay(`crash-${number}-${done}`)
      const disk = new FaultyDisk(nodeDisk, atCall(number, { kind: 'crash', done }))
      await expect(restore(copy, place, { disk })).rejects.toThrow(Crash)
      if (await finishRestore(nodeDisk, place)) outcomes.finished += 1
      const found = await contentOf(place)
      if (found.seq === old.seq) expect(found).toEqual(old)
      else expect(found).toMatchObject({ seq: 13, secret: 'secret of 12\n' })
      outcomes[found.seq === old.seq ? 'old' : 'restored'] += 1
      const again = await restore(copy, place)
      expect(await contentOf(place)).toMatchObject({ seq: 13, epoch: again.epoch })
      const [left] = readdirSync(root).filter((name) => /crash-\d+-\w+\.(unfinished|restored)/.test(name))
      expect(left).toBeUndefined()
    }
    for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(0)
  }, 60_000)

  test('[G2] a disk failure at any moment leaves one of the two markets, complete', async () => {
    const { root, market, copy } = await marketFolder(20)
    await backUp(market, copy)
    const whole = new FaultyDisk(nodeDisk)
    await restore(copy, market, { disk: whole })
    const found = new Set<string>()
    for (const { number, operation } of whole.calls) {
      if (!['rename', 'write', 'syncFolder'].includes(operation)) continue
      const place = join(root, `market-${number}`)
      await backUp(market, place)
      writeFileSync(join(place, 'secret'), 'the old one')
      const disk = new FaultyDisk(nodeDisk, atCall(number, { kind: 'error', code: 'EIO' }))
      await expect(restore(copy, place, { disk })).rejects.toThrow()
      await finishRestore(nodeDisk, place)
      found.add((await contentOf(place)).secret)
      const left = readdirSync(root).filter((name) => /-\d+\.(unfinished|restored)/.test(name))
      expect(left, `${operation}, call ${number}`).toEqual([])
    }
    expect(found).toEqual(new Set(['the old one', 'secret of 20\n']))
  })

  test('[G3] a copy that changes while it is read is refused', async () => {
    const { market, copy } = await marketFolder(20)
    await backUp(market, copy)
    const before = filesOf(market)
    const verify = async (folder: string) => {
      const verdict = await verifyFolder(folder)
      const [newest] = readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .reverse()
      const lines = readFileSync(join(folder, newest!), 'utf8').split('\n')
      writeFileSync(join(folder, newest!), `${lines.slice(0, -2).join('\n')}\n`)
      await nodeDisk.remove(join(folder, 'journal-seal.json'))
      return verdict
    }
    await expect(restore(copy, market, { verify })).rejects.toThrow('it had 20 entries, and now 19')
    expect(filesOf(market)).toEqual(before)
  })

  test('[G1] everything is synced before the old market is moved', async () => {
    const { market, copy } = await marketFolder(40)
    await backUp(market, copy)
    const disk = new FaultyDisk(nodeDisk)
    await restore(copy, market, { disk })
    expectDurable(disk.calls, market)
  })

  test('[G3] a copy that is damaged, cut or missing is refused, and the market stays as it is', async () => {
    const { root, market, copy } = await marketFolder(80)
    await backUp(market, copy)
    const names = readdirSync(copy).filter((name) => name.endsWith('.jsonl'))
    const path = join(copy, names.sort()[0]!)
    const content = readFileSync(path)
    const before = filesOf(market)
    const refused = (from = copy, to = market) => expect(restore(from, to)).rejects
    writeFileSync(path, content.toString('latin1').replace('"quantity":', '"quantitx":'), 'latin1')
    await refused().toThrow(/damaged.*checksum/)
    writeFileSync(path, content)
    writeFileSync(join(copy, 'snapshot-0000000000000999.json'), '{}')
    await refused().toThrow(/damaged.*does not have/)
    await nodeDisk.remove(join(copy, 'snapshot-0000000000000999.json'))
    for (const name of names.slice(1)) await nodeDisk.remove(join(copy, name))
    // Only the marker of a clean stop shows that there was more.
    await refused().toThrow(/journal-seal\.json says/)
    await refused(join(root, 'nothing')).toThrow('There is no copy')
    await refused(market).toThrow('own folder')
    await refused(join(root, 'market/within')).toThrow('is inside')
    await mkdir(join(root, 'home'))
    writeFileSync(join(root, 'home/letter.txt'), 'Dear Ann')
    await refused(market, join(root, 'home')).toThrow('has files but no market')
    expect(readdirSync(root).toSorted()).toEqual(['copy', 'home', 'market'])
    expect(filesOf(market)).toEqual(before)
  })

  test('[G7] the folder of a running market is refused', async () => {
    const { market, copy } = await marketFolder(20)
    await backUp(market, copy)
    const lock = lockFolder(market)
    await expect(restore(copy, market)).rejects.toThrow('A market is running on')
    lock.release()
    expect((await restore(copy, market)).entries).toBe(20)
  })

  test('[G3] a copy of a running market made by other means is restored up to its torn tail', async () => {
    const { market, copy } = await marketFolder(60)
    const newest = readdirSync(market)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .at(-1)!
    appendFileSync(join(market, newest), '{"v":1,"seq":61,"at":')
    expect((await backUp(market, copy)).entries).toBe(60)
    expect((await restore(copy, market)).entries).toBe(60)
    expect((await contentOf(market)).seq).toBe(61)
    expect((await verifyFolder(market)).unfinished).toBe(null)
  })
})

describe('the entry of a restore', () => {
  const restoring = (epoch: string) => envelopeBy(program, { type: 'market:restore', epoch })

  test('[G7] gives the market a new epoch, and changes nothing else', () => {
    const market = given(createProduct())
    const { epoch: _, seq, at: __, ...before } = market.market.counters
    market.when(restoring('epoch-2')).makes({ type: 'market:restored', epoch: 'epoch-2' })
    expect(market.market.counters).toMatchObject({ ...before, epoch: 'epoch-2', seq: seq + 1 })
    market.when(buy([line(1)])).makes(expect.objectContaining({ type: 'order:placed', number: 1 }))
  })

  test('[G12] is only accepted from the program, for an open market, and with a new epoch', () => {
    for (const actor of [buyer('ann'), seller('baker'), operator]) {
      given()
        .when(envelopeBy(actor, { type: 'market:restore', epoch: 'epoch-2' }))
        .refuses('forbidden')
    }
    given().when(restoring('epoch-1')).refuses('invalid', { issues: [] })
    nothing().when(restoring('epoch-2')).refuses('invalid', { issues: [] })
  })

  test.each([
    ['an epoch that was another’s', 'epoch-1', /epoch is not a new one/],
    ['no epoch', '', /epoch is not a new one/],
  ])('[G7] the audit finds %s', async (_, epoch, message) => {
    const { market, later } = await marketFolder(20)
    const journal = await openSmall(market)
    const entry = { ...later[0]!, events: [{ type: 'market:restored', epoch } as const] }
    await journal.append(20, [entry])
    await journal.close()
    const { findings } = await verifyFolder(market)
    expect(findings).toEqual([{ seq: 21, message: expect.stringMatching(message) }])
  })

  test('[G7] the audit finds a snapshot of another epoch, and one with a missing part', async () => {
    const { market, copy } = await marketFolder(40)
    await backUp(market, copy)
    await restore(copy, market)
    const manifest = join(market, 'snapshot-0000000000000041.json')
    const { epoch } = await contentOf(market)
    const other = readFileSync(manifest, 'utf8').replace(epoch, 'another')
    const covered = other.slice(0, -11)
    writeFileSync(manifest, `${covered}${crc32(covered).toString(16).padStart(8, '0')}"}\n`)
    expect((await verifyFolder(market)).findings).toEqual([
      { seq: 41, message: expect.stringContaining('another epoch') },
    ])
    const part = readdirSync(market).find((name) => name.startsWith('snapshot-orders'))!
    await nodeDisk.remove(join(market, part))
    expect((await verifyFolder(market)).findings).toContainEqual({ seq: 41, message: `${part} is missing` })
  })
})
