import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Disk } from '../disk/disk.ts'
import type { DurableMarket } from '../market/state.ts'
import { loadMarket, passOverBad, type SnapshotProblem } from './load-snapshot.ts'
import type { SnapshotMade } from './make-snapshot.ts'
import { listSnapshots } from './snapshot-files.ts'
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
  readonly #closing = new AbortController()

  constructor(parts: {
    disk: Disk
    folder: string
    /** Is told of snapshots that are passed over because they are not what was written. */
    report(problem: SnapshotProblem): void
    make: SnapshotMaker
  }) {
    this.#disk = parts.disk
    this.#folder = parts.folder
    this.#report = (problem) => parts.report(problem)
    this.#make = parts.make
  }

  async latest(): Promise<{ state: DurableMarket; seq: number } | null> {
    for (const seq of await listSnapshots(this.#disk, this.#folder)) {
      const load = () => loadMarket(this.#disk, this.#folder, seq)
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

/** Makes the snapshot of a folder's journal up to a seq; stops on the signal. */
export type SnapshotMaker = (folder: string, upTo: number, signal: AbortSignal) => Promise<SnapshotMade>

/**
 * Makes it on the real disk, in a process of its own that leaves the cores to the market: a thread could not, as
 * the engine's helpers of all threads run at the priority of the process. Nothing but the folder's name and the
 * seq goes there: the market's state is never copied. It ends with this process, or on the signal.
 */
export function makeInProcess(folder: string, upTo: number, signal: AbortSignal): Promise<SnapshotMade> {
  return new Promise((done, fail) => {
    const maker = fork(join(import.meta.dirname, 'snapshot-process.ts'), [folder, String(upTo)], {
      execArgv: ['--v8-pool-size=0'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const end = (): unknown => maker.kill('SIGKILL')
    signal.addEventListener('abort', end)
    maker.once('message', (made: SnapshotMade | { error: string }) =>
      'error' in made ? fail(new Error(made.error)) : done(made),
    )
    maker.once('error', fail)
    maker.once('exit', (code) => {
      signal.removeEventListener('abort', end)
      fail(new Error(`the snapshot's process ended with code ${code}, and no snapshot`))
    })
  })
}
