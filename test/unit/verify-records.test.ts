import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import { verifyFolder } from '../../server/verify/verify.ts'
import { backUp, marketFolder, restore } from '../support/builders/backup-folders.ts'
import { named, openRecords } from '../support/builders/record-files.ts'
import { removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { FaultyDisk } from '../support/doubles/faulty-disk.ts'

afterEach(removeTemporaryFolders)

const bounds = { garbageMin: 8, appendLengthMax: 1_000, unvouchedBytesMax: 300, logsMax: 4 }

/** A market whose store has a base, a log that was given up, and a newest log. */
async function givenMarket() {
  const folders = await marketFolder(20)
  const { market: folder } = folders
  const disk = new FaultyDisk(nodeDisk)
  const records = await openRecords(disk, { folder, bounds })
  const bases = () => readdirSync(folder).filter((name) => /^people-\d+\.json$/.test(name))
  while (bases().includes('people-00000001.json')) await records.write([named('a', 'some')])
  await records.write([named('b', 'closed log')])
  disk.faultAt = ({ operation }) => (operation === 'sync' ? { kind: 'error', code: 'EIO' } : null)
  await expect(records.write([named('b', 'wrong')])).rejects.toThrow()
  disk.faultAt = () => null
  await records.write([named('c', 'newest')])
  await records.close()
  const files = readdirSync(folder).filter((name) => name.startsWith('people'))
  expect(files.length).toBeGreaterThanOrEqual(4)
  return { ...folders, files }
}

test('[G3] the audit finds nothing wrong with a complete store, and counts its records', async () => {
  const { market } = await givenMarket()
  const { findings, counts } = await verifyFolder(market)
  expect([findings, counts.records]).toEqual([[], 3])
})

test('[G3] the audit and a restore name a missing file of the store', async () => {
  const { market, copy, files, root } = await givenMarket()
  await backUp(market, copy)
  for (const name of files) {
    const damaged = join(root, `without-${name}`)
    cpSync(copy, damaged, { recursive: true })
    rmSync(join(damaged, name))
    expect((await verifyFolder(damaged)).findings, name).toEqual([{ seq: 0, message: `${name} is missing` }])
    await expect(restore(damaged, join(root, 'restored')), name).rejects.toThrow(`${name} is missing`)
  }
})

test('[G3] the audit finds every changed byte of a closed store', async () => {
  const { market, files } = await givenMarket()
  for (const name of files) {
    const path = join(market, name)
    const content = readFileSync(path)
    // What follows the last valid line of a log that was given up is not part of the store.
    const end = content.includes('wrong')
      ? content.lastIndexOf('\n', content.indexOf('wrong'))
      : content.length
    for (let offset = 0; offset < end; offset += 3) {
      const changed = Buffer.from(content)
      changed[offset] = changed[offset]! ^ 0x11
      writeFileSync(path, changed)
      const { findings } = await verifyFolder(market)
      expect(findings.length, `${name}, byte ${offset}`).toBeGreaterThan(0)
      expect(findings[0]!.message).toContain(name)
    }
    for (let length = 0; length < end; length += 7) {
      writeFileSync(path, content.subarray(0, length))
      expect((await verifyFolder(market)).total, `${name}, ${length} bytes`).toBeGreaterThan(0)
    }
    writeFileSync(path, content)
  }
})

test('[G3] a line that is being written at the end of the newest log is no damage, but anything wrong before it is', async () => {
  const { market } = await givenMarket()
  // With so little garbage nothing is rewritten, so that the newest log stays the newest.
  const records = await openRecords(nodeDisk, { folder: market, bounds: { ...bounds, garbageMin: 1_000 } })
  for (const key of ['x', 'y']) await records.write([named(key, 'later')])
  const name = readdirSync(market)
    .filter((each) => each.endsWith('.jsonl') && each.startsWith('people'))
    .sort()
    .at(-1)!
  const path = join(market, name)
  const content = readFileSync(path)
  writeFileSync(path, content.subarray(0, -7))
  expect((await verifyFolder(market)).findings).toEqual([])
  const lastLine = content.lastIndexOf('\n', content.length - 2)
  content[lastLine - 20] = 0
  writeFileSync(path, content)
  expect((await verifyFolder(market)).findings).toEqual([
    { seq: 0, message: expect.stringMatching(`^${name}, byte \\d+: it is not what was written$`) },
  ])
  await records.close()
})

test('[G1] a backup while records are written and compacted is complete, and has everything from before', async () => {
  const { market, root } = await givenMarket()
  const records = await openRecords(nodeDisk, { folder: market, bounds })
  let isDone = false
  let written = 0
  const writing = (async () => {
    for (; !isDone; written += 1) await records.write([named(`k-${written % 50}`, String(written))])
  })()
  for (let count = 0; count < 5; count += 1) {
    await records.write([named('before', String(count))])
    const copy = join(root, `copy-${count}`)
    await backUp(market, copy)
    const copied = await openRecords(nodeDisk, { folder: copy, bounds })
    expect(Number(copied.get('name', 'before'))).toBe(count)
    await copied.close()
  }
  isDone = true
  await writing
  await records.close()
  expect(written).toBeGreaterThan(30)
})
