import type { Logger } from 'pino'
import type { Clock } from '../os/clock.ts'
import type { Snapshots } from './snapshots.ts'

interface Dependencies {
  snapshots: Snapshots
  clock: Clock
  logger: Logger
  /** The seq of the snapshot that the market was started from; 0 without one. */
  seq: number
  bounds: { entriesMin: number; restFactor: number }
}

/**
 * Requests a snapshot every so many entries, one at a time, with a pause after each that is a multiple of the time it
 * took. The queue never waits for it. A failure is logged and retried later: snapshots only make starting quick.
 */
export class SnapshotSchedule {
  readonly #dependencies: Dependencies
  #lastSeq: number
  #savedAt: number | null = null
  /** No snapshot begins before this monotonic time. */
  #restsUntil = Number.NEGATIVE_INFINITY
  #saving: Promise<void> | null = null

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
    this.#lastSeq = dependencies.seq
  }

  /** The journal is durable up to `seq`. */
  reached(seq: number): void {
    const { bounds, clock } = this.#dependencies
    if (this.#saving || seq - this.#lastSeq < bounds.entriesMin || clock.monotonic() < this.#restsUntil)
      return
    this.#lastSeq = seq
    this.#saving = this.#save(seq).finally(() => {
      this.#saving = null
    })
  }

  /** Seconds since the last one was saved; null before the first of this process. */
  ageSeconds(): number | null {
    return this.#savedAt === null ? null : (this.#dependencies.clock.monotonic() - this.#savedAt) / 1_000
  }

  async close(): Promise<void> {
    this.#dependencies.snapshots.close()
    await this.#saving
  }

  async #save(seq: number): Promise<void> {
    const { snapshots, clock, logger, bounds } = this.#dependencies
    const start = clock.monotonic()
    try {
      const { ms } = await snapshots.save(seq)
      this.#savedAt = clock.monotonic()
      logger.info({ seq, ms }, 'snapshot saved')
    } catch (error) {
      logger.error({ error, seq }, 'no snapshot could be saved')
    }
    const end = clock.monotonic()
    this.#restsUntil = end + (end - start) * bounds.restFactor
  }
}
