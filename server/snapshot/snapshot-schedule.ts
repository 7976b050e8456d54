import type { Logger } from 'pino'
import type { Clock } from '../os/clock.ts'
import type { Snapshots } from './snapshots.ts'

interface Parts {
  snapshots: Snapshots
  clock: Clock
  logger: Logger
  /** Of the snapshot that was started from; 0 without one. */
  seq: number
  bounds: { entriesMin: number; restFactor: number }
}

/**
 * Has a snapshot made every so many entries, one at a time, with a rest after each that is a multiple of what
 * it took. The queue never waits for it, and one that fails is logged and tried again later: snapshots only
 * make starting quick.
 */
export class SnapshotSchedule {
  readonly #parts: Parts
  #lastSeq: number
  #savedAt: number | null = null
  /** Before this, monotonic, none is begun. */
  #restsUntil = Number.NEGATIVE_INFINITY
  #saving: Promise<void> | null = null

  constructor(parts: Parts) {
    this.#parts = parts
    this.#lastSeq = parts.seq
  }

  /** The journal is durable up to `seq`. */
  reached(seq: number): void {
    const { bounds, clock } = this.#parts
    if (this.#saving || seq - this.#lastSeq < bounds.entriesMin || clock.monotonic() < this.#restsUntil)
      return
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
    this.#parts.snapshots.close()
    await this.#saving
  }

  async #save(seq: number): Promise<void> {
    const { snapshots, clock, logger, bounds } = this.#parts
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
