import { expect } from 'vitest'
import type { Disk } from '../../../server/disk/disk.ts'
import { FileJournal } from '../../../server/journal/file-journal.ts'
import { FileJournals } from '../../../server/journal/file-journals.ts'
import { entriesIn } from '../../../server/journal/journal.ts'
import type { Entry } from '../../../server/market/event.ts'
import { evolve } from '../../../server/market/evolve.ts'
import { LowdbSnapshots } from '../../../server/snapshot/lowdb-snapshots.ts'
import { makeSnapshot, snapshotBounds } from '../../../server/snapshot/make-snapshot.ts'
import type { SnapshotProblem } from '../../../server/snapshot/snapshot-files.ts'
import type { DurableMarket } from '../../../server/store/durable-market.ts'
import { seededRandom } from '../../../shared/seeded-random.ts'
import { makeInProcess } from '../doubles/make-in-process.ts'
import { MemoryDisk } from '../doubles/memory-disk.ts'
import { randomFrom } from '../doubles/random-port.ts'
import { contentsOf } from '../properties/market-contents.ts'
import { newMarket } from './new-market.ts'

export const memoryFolder = '/souk'
export const smallBounds = { ...snapshotBounds, rowsPerPartMax: 10 }

export async function writeJournal(
  disk: Disk,
  entries: readonly Entry[],
  folder = memoryFolder,
): Promise<void> {
  const journal = await FileJournal.open({ disk, folder, from: 0, knownDurableSeq: 0, report: () => {} })
  for (let start = 0; start < entries.length; start += 7) {
    await journal.append(start, entries.slice(start, start + 7))
  }
  await journal.close()
}

/** A disk with the journal of a random past, and snapshots of it at these seqs, made one after the other. */
export async function diskWith(entries: readonly Entry[], seqs: readonly number[]): Promise<MemoryDisk> {
  const disk = new MemoryDisk()
  await writeJournal(disk, entries)
  for (const upTo of seqs) expect(await snapshot(disk, upTo)).toEqual([])
  return disk
}

export const snapshot = (disk: Disk, upTo: number): Promise<SnapshotProblem[]> =>
  makeSnapshot({ ...placeOn(disk), upTo, bounds: smallBounds })

/** Where a disk of these tests has its journal and its snapshots. */
export const placeOn = (disk: Disk, folder = memoryFolder) => ({
  journals: new FileJournals({ disk, folder }),
  disk,
  folder,
  random: randomFrom(seededRandom(1)),
})

/** What a start comes to, and from which snapshot: 0 for none. */
export interface Start {
  state: DurableMarket
  from: number
  problems: SnapshotProblem[]
}

export async function start(disk: Disk, folder = memoryFolder): Promise<Start> {
  const problems: SnapshotProblem[] = []
  const snapshots = new LowdbSnapshots({
    random: randomFrom(seededRandom(1)),
    disk,
    folder,
    report: (problem) => problems.push(problem),
    make: makeInProcess,
  })
  const latest = await snapshots.latest()
  const from = latest?.seq ?? 0
  const state = latest?.state ?? newMarket()
  const journal = await FileJournal.open({ disk, folder, from, knownDurableSeq: from, report: () => {} })
  for (const entry of await entriesIn(journal.read({ after: from }))) evolve(state, entry)
  await journal.close()
  return { state, from, problems }
}

export function replay(entries: readonly Entry[]): DurableMarket {
  const market = newMarket()
  for (const entry of entries) evolve(market, entry)
  return market
}

export const snapshotFiles = (disk: MemoryDisk): string[] =>
  disk.paths.filter((path) => path.includes('snapshot'))
export const manifestOf = (seq: number): string =>
  `${memoryFolder}/snapshot-${String(seq).padStart(16, '0')}.json`

/** Deep equality of markets, the order of their orders with it; costs little as long as it holds. */
export function expectSameMarket(found: DurableMarket, expected: DurableMarket, where: string): void {
  expect([...found.orders.keys()].join(), where).toBe([...expected.orders.keys()].join())
  if (textOf(found) !== textOf(expected)) expect(contentsOf(found), where).toEqual(contentsOf(expected))
}

const textOf = (market: DurableMarket): string =>
  JSON.stringify(contentsOf(market), (_, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value].sort() : value,
  )
