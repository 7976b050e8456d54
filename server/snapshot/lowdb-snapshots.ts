import type { Disk } from '../disk/disk.ts'
import type { Random } from '../os/clock.ts'
import type { DurableMarket } from '../store/durable-market.ts'
import { loadMarket, passOverBad, type SnapshotProblem } from './load-snapshot.ts'
import { listSnapshots } from './snapshot-files.ts'
import type { SnapshotMaker } from './snapshot-helper.ts'
import type { SavedSnapshot, Snapshots } from './snapshots.ts'

/**
 * Snapshots in files of the journal's folder, in lowdb's keeping: a manifest `snapshot-<seq>.json`, and parts
 * of 50,000 orders that are written anew only when an order in them changed. Every file ends with its own
 * checksum; two generations are kept.
 */
export class LowdbSnapshots implements Snapshots {
  readonly #disk: Disk
  readonly #folder: string
  readonly #report: (problem: SnapshotProblem) => void
  readonly #make: SnapshotMaker
  readonly #random: Random
  readonly #closing = new AbortController()

  constructor(parts: {
    disk: Disk
    folder: string
    /** Is told of snapshots that are passed over because they are not what was written. */
    report(problem: SnapshotProblem): void
    make: SnapshotMaker
    random: Random
  }) {
    this.#disk = parts.disk
    this.#folder = parts.folder
    this.#report = (problem) => parts.report(problem)
    this.#make = parts.make
    this.#random = parts.random
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

  /** A save that is under way rejects: the market need not wait for it to stop, and nothing is worse for it. */
  close(): void {
    this.#closing.abort()
  }
}
