import type { DurableMarket } from '../store/durable-market.ts'

/**
 * The port of snapshots: they make starting quick, and nothing else depends on them. All of them may be lost: the journal
 * contains everything.
 */
export interface Snapshots {
  /**
   * The newest market that can be trusted, null when there is none; the journal must contain its seq. A bad one is
   * reported and skipped, never thrown.
   */
  latest(): Promise<{ state: DurableMarket; seq: number } | null>
  /**
   * Makes a snapshot of the journal up to a durable seq while the market goes on; one at a time. Rejects when that
   * failed, which changes nothing.
   */
  save(upToSeq: number): Promise<SavedSnapshot>
  /** Removes all of them, which are of another history than the journal. */
  discard(): Promise<void>
  /** Rejects a save that is under way. */
  close(): void
}

export interface SavedSnapshot {
  seq: number
  /** How long it took. */
  ms: number
}
