import type { Disk } from '../disk/disk.ts'
import type { Random } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { LedgerRestoring, OrderRestoring } from './order-form.ts'
import { readMovements, readOrders } from './part-rows.ts'
import { passOverBad, SnapshotFiles, type SnapshotProblem } from './snapshot-files.ts'
import { restoreManifest } from './snapshot-form.ts'
import type { SnapshotMaker } from './snapshot-helper.ts'
import type { SavedSnapshot, Snapshots } from './snapshots.ts'

interface Dependencies {
  disk: Disk
  folder: string
  /** Called for snapshots that are skipped because they are not what was written. */
  report(problem: SnapshotProblem): void
  make: SnapshotMaker
  random: Random
}

/**
 * Snapshots in files of the market's folder, through lowdb: a manifest `snapshot-<seq>.json`, and parts of 50,000 orders
 * that are rewritten only when an order in them changed. Every file ends with its own checksum; two generations are kept.
 */
export class LowdbSnapshots implements Snapshots {
  readonly #dependencies: Dependencies
  readonly #closing = new AbortController()

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  async latest(): Promise<{ state: DurableMarket; seq: number } | null> {
    const { random, report } = this.#dependencies
    const files = new SnapshotFiles(this.#dependencies)
    for (const seq of await files.list()) {
      const state = await passOverBad(seq, () => loadMarket(files, seq, random), report)
      if (state !== null) return { state, seq }
    }
    return null
  }

  async save(upToSeq: number): Promise<SavedSnapshot> {
    const { make, folder, report } = this.#dependencies
    this.#closing.signal.throwIfAborted()
    const { ms, problems } = await make(folder, upToSeq, this.#closing.signal)
    for (const problem of problems) report(problem)
    return { seq: upToSeq, ms }
  }

  async discard(): Promise<void> {
    await new SnapshotFiles(this.#dependencies).removeOthers([])
  }

  /** Rejects a save that is under way, so that a stop need not wait for it. */
  close(): void {
    this.#closing.abort()
  }
}

/** The whole market of a snapshot. Throws when any of its files is not what was written. */
async function loadMarket(files: SnapshotFiles, seq: number, random: Random): Promise<DurableMarket> {
  const manifest = await files.readManifest(seq)
  const market = restoreManifest(manifest, random)
  const movementParts: ReturnType<typeof readMovements>[] = []
  for (const reference of manifest.movementParts)
    movementParts.push(readMovements(await files.readPart(reference)))
  const restoring = new OrderRestoring(market)
  const ledgers = new LedgerRestoring(market, movementParts.flat())
  for (const reference of manifest.orderParts) {
    const { exceptions, runs } = readOrders(await files.readPart(reference))
    restoring.exceptions(exceptions)
    for (const orders of runs) {
      const firstRow = market.orders.size
      restoring.orders(orders)
      ledgers.add(orders, firstRow)
    }
  }
  restoring.finish()
  ledgers.finish()
  return market
}
