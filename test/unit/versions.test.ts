import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import type { Entry } from '../../server/market/event.ts'
import { verifyFolder } from '../../server/verify/verify.ts'
import {
  entrySteps,
  entryVersion,
  manifestSteps,
  NewerVersion,
  upcastEntry,
  type WrittenEntry,
  type WrittenManifest,
} from '../../server/versions/steps.ts'
import { Judge } from '../simulation/judge/judge.ts'
import { backUp, filesOf, restore } from '../support/builders/backup-folders.ts'
import { entriesOf } from '../support/builders/entries.ts'
import {
  expectSameMarket,
  replay,
  snapshot,
  start,
  writeJournal,
} from '../support/builders/snapshot-folder.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'
import { MemoryDisk } from '../support/doubles/memory-disk.ts'

afterEach(removeTemporaryFolders)

/** What one version wrote, and the same in the form of the next. Frozen: never edit an example. */
interface Example<Form> {
  written: Form
  next: Form
}

const bread = { type: 'product:created', productId: 1, shopId: 1, name: 'Bread', price: 450, stock: 40 }
const house = { type: 'shop:opened', shopId: 1, sellerId: 'operator', slug: 'house', lowStockAt: 5 }
const placed = { type: 'order:placed', orderId: 'o-1', lines: [], total: 0, pickupCode: 'A1B2' }
const edited = { type: 'product:edited', productId: 1, changes: { price: 500 } }

const noLook = { avatar: null, banner: null, color: null }

const entryExamples: Example<WrittenEntry>[] = [
  {
    written: writtenEntry(1, [house, bread, { ...bread, accountsOnly: true }, placed, edited]),
    next: writtenEntry(2, [
      { ...house, collectMinutes: null, accountsOnly: false },
      { ...bread, accountsOnly: false },
      { ...bread, accountsOnly: true },
      placed,
      edited,
    ]),
  },
  {
    written: writtenEntry(2, [house, bread, { ...bread, sku: 'BR-1' }, placed, edited]),
    next: writtenEntry(3, [house, { ...bread, sku: null }, { ...bread, sku: 'BR-1' }, placed, edited]),
  },
  {
    written: writtenEntry(3, [house, bread, placed, edited]),
    next: writtenEntry(4, [house, bread, placed, edited]),
  },
  {
    written: writtenEntry(4, [house, bread, { ...house, color: '#a93f12' }]),
    next: writtenEntry(5, [
      { ...house, ...noLook },
      { ...bread, content: {} },
      { ...house, ...noLook, color: '#a93f12' },
    ]),
  },
]

const part = { name: 'snapshot-orders-00000-0000000000000007.json', rows: 3, sum: '1a2b3c4d' }

const manifestExamples: Example<WrittenManifest>[] = [
  {
    written: manifestOf(1, { shops: [{ id: 1, slug: 'house' }], products: [{ id: 1 }], parts: [part] }),
    next: manifestOf(2, {
      shops: [{ id: 1, slug: 'house', collectMinutes: null, accountsOnly: false }],
      products: [{ id: 1, accountsOnly: false }],
      parts: [{ ...part, version: 1 }],
    }),
  },
  {
    written: manifestOf(2, { shops: [{ id: 1 }], products: [{ id: 1 }], parts: [{ ...part, version: 1 }] }),
    next: manifestOf(3, {
      shops: [{ id: 1 }],
      products: [{ id: 1, sku: null }],
      parts: [{ ...part, version: 1 }],
    }),
  },
  {
    written: manifestOf(3, { shops: [{ id: 1 }], products: [{ id: 1 }], parts: [{ ...part, version: 1 }] }),
    next: manifestOf(4, {
      shops: [{ id: 1, reopensAt: null }],
      products: [{ id: 1 }],
      parts: [{ ...part, version: 1 }],
    }),
  },
  {
    written: manifestOf(4, { shops: [{ id: 1 }], products: [{ id: 1 }], parts: [{ ...part, version: 1 }] }),
    next: manifestOf(5, {
      shops: [{ id: 1, ...noLook }],
      products: [{ id: 1, content: {} }],
      parts: [{ ...part, version: 1 }],
    }),
  },
]

function writtenEntry(v: number, events: ({ type: string } & Record<string, unknown>)[]): WrittenEntry {
  return {
    v,
    seq: 7,
    events,
    ...{ at: 1_795_976_321_535, id: 'dbd95111', actor: 'operator', content: '0o5O' },
  }
}

function manifestOf(version: number, { shops, products, parts }: Record<string, object[]>): WrittenManifest {
  return { version, shops: shops!, products: products!, orderParts: parts!, movementParts: parts! }
}

describe('upcasting', () => {
  test.each([
    ['an entry', entrySteps, entryExamples],
    ['a manifest', manifestSteps, manifestExamples],
  ] as [string, ((form: object) => object)[], Example<object>[]][])(
    '[G15] each step brings %s to the next version, and does not modify its argument',
    (_, steps, examples) => {
      expect(examples).toHaveLength(steps.length)
      for (const [index, { written, next }] of examples.entries()) {
        const before = structuredClone(written)
        expect(steps[index]!(written)).toEqual(next)
        expect(written).toEqual(before)
      }
    },
  )

  test('[G15] an entry of any version is read in the newest form', () => {
    for (const { written } of entryExamples) expect(upcastEntry(written).v).toBe(entryVersion)
  })

  test('[G3] a version that no release has is never guessed at', () => {
    for (const v of [0, -1, 1.5, Number.NaN, '1', undefined])
      expect(() => upcastEntry({ ...writtenEntry(1, []), v: v as number })).toThrow('no release of Souk has')
  })
})

describe('an entry that a newer Souk wrote', () => {
  const message = `Entry 3 has version ${entryVersion + 1}: a newer Souk wrote it`

  async function newerFolder() {
    const folder = join(await makeTemporaryFolder(), 'market')
    await nodeDisk.makeFolder(folder)
    const entries: Entry[] = [...entriesOf(1, 2), { ...entriesOf(3, 3)[0]!, v: entryVersion + 1 }]
    await writeJournal(nodeDisk, entries, folder)
    return folder
  }

  test('[G15] stops the start, the audit and the backup with a clear message', async () => {
    const folder = await newerFolder()
    const before = filesOf(folder)
    const readings = [
      () => start(nodeDisk, folder),
      () => verifyFolder(folder),
      () => backUp(folder, `${folder}-copy`),
    ]
    for (const read of readings) {
      const error = await read().catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(NewerVersion)
      expect(error).toMatchObject({ message: expect.stringContaining(message) })
    }
    expect(filesOf(folder)).toEqual(before)
    expect(readdirSync(join(folder, '..'))).toEqual(['market'])
  })

  test('[G15] is not restored', async () => {
    const folder = await newerFolder()
    await expect(restore(folder, `${folder}-restored`)).rejects.toThrow(message)
    expect(readdirSync(join(folder, '..'))).toEqual(['market'])
  })
})

const fixture = join(import.meta.dirname, '../fixtures/v1/snapshots/market')

/** The lines of a market's entries. */
const linesOf = (folder: string): string[] =>
  readFileSync(join(folder, 'journal-0000000000000001.jsonl'), 'utf8').split('\n').slice(1, -1)

test('[G15] the judge of the simulation reads a journal of the first release', () => {
  const judge = new Judge({
    nowMs: () => 0,
    isDurable: () => true,
    bounds: {
      idempotencyWindowEntriesMax: 100_000,
      resumeEntriesMax: 10,
      ringEntriesMax: 10,
      heldBytesMax: 1,
    },
    mayLag: false,
  })
  const lines = linesOf(fixture).map((text, index) => ({ seq: index + 1, text }))
  judge.started(lines, 1)
  expect(judge.violations).toEqual([])
  expect(judge.seq).toBeGreaterThan(300)
  const newer = JSON.stringify(writtenEntry(entryVersion + 1, []))
  expect(() => judge.durable([{ seq: judge.seq + 1, text: newer }], 1)).toThrow(NewerVersion)
})

describe('a snapshot of the first release', () => {
  test('[G15] is started from, and the next one is made from it', async () => {
    const folder = join(await makeTemporaryFolder(), 'market')
    cpSync(fixture, folder, { recursive: true })
    const entries = linesOf(folder).map((line) => upcastEntry(JSON.parse(line)))
    const replayed = replay(entries)
    const fromOld = await start(nodeDisk, folder)
    expect(fromOld.problems).toEqual([])
    expect(fromOld.from).toBeGreaterThan(300)
    expectSameMarket(fromOld.state, replayed, 'from the old snapshot')
    const disk = await onMemoryDisk(folder)
    expect(await snapshot(disk, entries.length)).toEqual([])
    const fromNew = await start(disk)
    expect(fromNew).toMatchObject({ problems: [], from: entries.length })
    expectSameMarket(fromNew.state, replayed, 'from the new snapshot')
  })

  async function onMemoryDisk(folder: string): Promise<MemoryDisk> {
    const disk = new MemoryDisk()
    for (const name of readdirSync(folder).filter((each) => /^(journal|snapshot)/.test(each)))
      disk.put(`/souk/${name}`, readFileSync(join(folder, name)))
    return disk
  }
})
