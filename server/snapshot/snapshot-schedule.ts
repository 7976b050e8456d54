import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Snapshots } from './snapshots.ts'

/**
 * Has a snapshot made every so many entries, one at a time. The queue never waits for it, and one that fails
 * is logged and tried again later: snapshots only make starting quick.
 */
export class SnapshotSchedule {
  readonly #parts: {
    snapshots: Snapshots
    clock: Clock
    logger: Logger
    /** Of the snapshot that was started from; 0 without one. */
    seq: number
    bounds: { entriesMin: number }
  }
  #lastSeq: number
  #savedAt: number | null = null
  #saving: Promise<void> | null = null

  constructor(parts: {
    snapshots: Snapshots
    clock: Clock
    logger: Logger
    seq: number
    bounds: { entriesMin: number }
  }) {
    this.#parts = parts
    this.#lastSeq = parts.seq
  }

  /** The journal is durable up to `seq`. */
  reached(seq: number): void {
    if (this.#saving || seq - this.#lastSeq < this.#parts.bounds.entriesMin) return
    this.#lastSeq = seq
    this.#saving = this.#save(seq).finally(() => {
      this.#saving = null
    })
  }

  /** Seconds since the last one was saved; null before the first of this process. */
  ageSeconds(): number | null {
    return this.#savedAt === null ? null : (this.#parts.clock.monotonic() - this.#savedAt) / 1_000
  }

  async close(): Promise<void> {
    await this.#saving
  }

  async #save(seq: number): Promise<void> {
    const { snapshots, clock, logger } = this.#parts
    try {
      await snapshots.save(seq)
      this.#savedAt = clock.monotonic()
      logger.info({ seq }, 'snapshot saved')
    } catch (error) {
      logger.error({ error, seq }, 'no snapshot could be saved')
    }
  }
}
