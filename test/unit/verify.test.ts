import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { nodeDisk } from '../../server/disk/node-disk.ts'
import type { Entry } from '../../server/market/event.ts'
import { makeSnapshot, snapshotBounds } from '../../server/snapshot/make-snapshot.ts'
import { verifyFolder } from '../../server/verify/verify.ts'
import { randomHistory } from '../support/builders/random-history.ts'
import { placeOn, writeJournal } from '../support/builders/snapshot-folder.ts'
import { makeTemporaryFolder, removeTemporaryFolders } from '../support/builders/temporary-folder.ts'

afterEach(removeTemporaryFolders)

const seed = 41
const entries = randomHistory(seed, 300).entries

/** Audits a journal that `change` modified before it was written, so that its checksums match. */
async function auditOf(change: (entries: Entry[]) => void = () => {}) {
  const folder = await makeTemporaryFolder()
  const changed: Entry[] = structuredClone([...entries])
  change(changed)
  await writeJournal(nodeDisk, changed, folder)
  return { folder, verdict: await verifyFolder(folder) }
}

/** The first event of a type, and the entry it is in. */
function first<Type extends Entry['events'][number]['type']>(all: Entry[], type: Type) {
  for (const entry of all) {
    for (const event of entry.events) {
      if (event.type === type) return { entry, event: event as Extract<typeof event, { type: Type }> }
    }
  }
  throw new Error(`seed ${seed} has no ${type}`)
}

describe('the audit', () => {
  test('[G4] finds nothing wrong with what the market wrote, and counts it', async () => {
    const { verdict } = await auditOf()
    expect(verdict.findings).toEqual([])
    expect(verdict.counts.entries).toBe(entries.length)
    expect(verdict.currency).toEqual({ code: 'EUR', digits: 2 })
    expect(verdict.counts.orders).toBe(
      entries.flatMap(({ events }) => events).filter(({ type }) => type === 'order:placed').length,
    )
  })

  test.each<[string, (all: Entry[]) => number, RegExp]>([
    [
      'a total that is not the sum',
      (all) => plant(first(all, 'order:placed'), (event) => (event.total += 1)),
      /total/,
    ],
    [
      'a price that was not asked',
      (all) => plant(first(all, 'order:placed'), (event) => (event.lines[0]!.unitPrice += 1)),
      /sold at/,
    ],
    [
      'more than there was',
      (all) => plant(first(all, 'order:placed'), (event) => (event.lines[0]!.quantity = 9_999)),
      /in stock/,
    ],
    [
      'a number that was given',
      (all) => plant(first(all, 'order:placed'), (event) => (event.number += 1)),
      /number/,
    ],
    [
      'a place that is another',
      (all) => plant(first(all, 'order:placed'), (event) => (event.place += 1)),
      /place/,
    ],
    [
      'less removed than was left',
      (all) => plant(first(all, 'product:deleted'), (event) => (event.removed += 1)),
      /removed/,
    ],
    [
      'an order that ends twice',
      (all) => plant(first(all, 'order:cancelled'), (event, entry) => entry.events.push({ ...event })),
      /not waiting/,
    ],
    [
      'a shop that opens by itself, with no time set',
      (all) =>
        plant(first(all, 'product:restocked'), (_, entry) =>
          entry.events.push({ type: 'shop:reopened', shopId: 1 }),
        ),
      /without a deadline/,
    ],
    [
      'an id used twice',
      (all) => plant(first(all, 'product:restocked'), (_, entry) => (entry.id = all[0]!.id)),
      /used before/,
    ],
    [
      'a time that falls',
      (all) => plant(first(all, 'order:fulfilled'), (_, entry) => (entry.at = 0)),
      /time/,
    ],
  ])('[G4] finds %s, and names the entry', async (_, change, message) => {
    let seq = 0
    const { verdict } = await auditOf((all) => {
      seq = change(all)
    })
    expect(verdict.findings).toContainEqual({ seq, message: expect.stringMatching(message) })
  })

  test('[G3] finds a flipped bit, a missing line and a cut between files', async () => {
    const { folder } = await auditOf()
    const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl'))!)
    const lines = readFileSync(path, 'utf8').split('\n')
    const without = (index: number) => [...lines.slice(0, index), ...lines.slice(index + 1)].join('\n')
    for (const damaged of [without(100), lines.join('\n').replace('"quantity":', '"quantitx":')]) {
      writeFileSync(path, damaged)
      expect((await verifyFolder(folder)).total).toBeGreaterThan(0)
    }
  })

  test('[G3] does not report a last line that is being written', async () => {
    const { folder } = await auditOf()
    const name = readdirSync(folder).find((file) => file.endsWith('.jsonl'))!
    appendFileSync(join(folder, name), '{"v":1,"seq":')
    const verdict = await verifyFolder(folder)
    expect([verdict.total, verdict.unfinished]).toEqual([0, expect.stringContaining(name)])
  })

  test('[G14] finds a snapshot that is not the fold of the journal', async () => {
    const { folder } = await auditOf()
    const made = await makeSnapshot({ ...placeOn(nodeDisk, folder), upTo: 200, bounds: snapshotBounds })
    expect(made).toEqual([])
    expect((await verifyFolder(folder)).findings).toEqual([])
    const other = await auditOf((all) =>
      all.splice(0, all.length, ...structuredClone(randomHistory(seed + 1, 300).entries)),
    )
    for (const name of readdirSync(folder).filter((file) => file.startsWith('snapshot-'))) {
      writeFileSync(join(other.folder, name), readFileSync(join(folder, name)))
    }
    const { findings } = await verifyFolder(other.folder)
    expect(findings).toContainEqual({
      seq: 200,
      message: expect.stringMatching(/snapshot-.*journal says|snapshot-.* orders/),
    })
  })
})

function plant<Event>(
  { entry, event }: { entry: Entry; event: Event },
  change: (event: Event, entry: Entry) => void,
): number {
  change(event, entry)
  return entry.seq
}
