import type { Disk } from '../disk/disk.ts'
import type { Random } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { loadMarket, passOverBad, type SnapshotProblem } from './load-snapshot.ts'
import { listSnapshots } from './snapshot-files.ts'
import type { SnapshotMaker } from './snapshot-helper.ts'
import type { SavedSnapshot, Snapshots } from './snapshots.ts'

/**
 * Snapshots in files of the market's folder, through lowdb: a manifest `snapshot-<seq>.json`, and parts of 50,000 orders
 * that are rewritten only when an order in them changed. Every file ends with its own checksum; two generations are kept.
 */
export class LowdbSnapshots implements Snapshots {
  readonly #disk: Disk
  readonly #folder: string
  readonly #report: (problem: SnapshotProblem) => void
  readonly #make: SnapshotMaker
  readonly #random: Random
  readonly #closing = new AbortController()

  constructor(dependencies: {
    disk: Disk
    folder: string
    /** Called for snapshots that are skipped because they are not what was written. */
    report(problem: SnapshotProblem): void
    make: SnapshotMaker
    random: Random
  }) {
    this.#disk = dependencies.disk
    this.#folder = dependencies.folder
    this.#report = (problem) => dependencies.report(problem)
    this.#make = dependencies.make
    this.#random = dependencies.random
  }

  async latest(): Promise<{ state: DurableMarket; seq: number } | null> {
    for (const seq of await listSnapshots(this.#disk, this.#folder)) {
      const load = () => loadMarket(this.#disk, this.#folder, seq, this.#random)
      const state = await passOverBad(seq, load, this.#report)
      if (state !== null) return { state, seq }
    }
    return null
  }

  async save(upToSeq: number): Promise<SavedSnapshot> {
    this.#closing.signal.throwIfAborted()
    const { ms, problems } = await this.#make(this.#folder, upToSeq, this.#closing.signal)
    for (const problem of problems) this.#report(problem)
    return { seq: upToSeq, ms }
  }

  /** Rejects a save that is under way, so that a stop need not wait for it. */
  close(): void {
    this.#closing.abort()
  }
}
