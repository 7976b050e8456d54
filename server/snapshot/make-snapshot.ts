import type { Disk } from '../disk/disk.ts'
import type { JournalEngine } from '../journal/journal.ts'
import { replayInto } from '../journal/replay.ts'
import { marketBounds } from '../market/bounds.ts'
import { forget } from '../market/idempotency.ts'
import type { Random } from '../os/clock.ts'
import { emptyBase, loadBase, needsOf, type SnapshotBase } from './snapshot-base.ts'
import { passOverBad, SnapshotFiles, type SnapshotProblem } from './snapshot-files.ts'
import { SnapshotWriter } from './snapshot-writer.ts'

export interface SnapshotOrder {
  journals: Pick<JournalEngine, 'read'>
  /** Where snapshots are kept. */
  disk: Disk
  folder: string
  /** A seq that is known to be durable. */
  upTo: number
  random: Random
  bounds?: SnapshotBounds
}

export interface SnapshotMade {
  ms: number
  /** Earlier snapshots that were skipped. */
  problems: SnapshotProblem[]
}

export const snapshotBounds = { ...marketBounds, rowsPerPartMax: 50_000 }
export type SnapshotBounds = Record<keyof typeof snapshotBounds, number>

/**
 * Replays the journal from the previous snapshot up to a seq, and writes what changed: new parts first, the manifest last,
 * so that a crash at any moment leaves the previous one intact. Then removes all but these two. Returns the snapshots that
 * it skipped, and why. Throws when the journal cannot be read or the disk fails; existing snapshots stay as they are.
 */
export async function makeSnapshot(order: SnapshotOrder): Promise<SnapshotProblem[]> {
  const { journals, upTo, bounds = snapshotBounds } = order
  const files = new SnapshotFiles(order)
  const problems: SnapshotProblem[] = []
  const base = await findBase(order, files, problems)
  if (base.seq === upTo) return problems
  const replay = replayInto(base.market, bounds)
  for await (const entries of journals.read({ after: base.seq, upTo })) replay(entries, upTo)
  forget(base.market.idempotencyWindow.map, upTo, bounds)
  const manifest = await new SnapshotWriter(files, base, bounds.rowsPerPartMax).write()
  await files.removeOthers(base.manifest === null ? [manifest] : [manifest, base.manifest])
  return problems
}

async function findBase(
  { journals, upTo, random, bounds = snapshotBounds }: SnapshotOrder,
  files: SnapshotFiles,
  problems: SnapshotProblem[],
): Promise<SnapshotBase> {
  const report = (problem: SnapshotProblem): unknown => problems.push(problem)
  for (const seq of await files.list()) {
    if (seq > upTo) continue
    const manifest = await passOverBad(seq, () => files.readManifest(seq), report)
    if (manifest === null) continue
    const needs = await needsOf(journals.read({ after: seq, upTo }))
    const load = () => loadBase(files, manifest, needs, bounds.rowsPerPartMax, random)
    const base = await passOverBad(seq, load, report)
    if (base !== null) return base
  }
  return emptyBase(random)
}
