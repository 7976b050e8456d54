import type { DurableMarket } from '../store/durable-market.ts'

/**
 * The port of snapshots: they make starting quick, and nothing else depends on them. Whatever becomes of
 * them, the journal has it all.
 */
export interface Snapshots {
  /**
   * The newest market that can be trusted, whose seq the journal must then have; null when there is none. A
   * bad one is reported and passed over, never thrown.
   */
  latest(): Promise<{ state: DurableMarket; seq: number } | null>
  /**
   * Makes one of the journal up to a durable seq, beside the market that goes on; one at a time. Rejects when
   * that failed, which changes nothing.
   */
  save(upToSeq: number): Promise<SavedSnapshot>
  /** A save that is under way rejects: nobody waits for it, and nothing is worse for it. */
  close(): void
}

export interface SavedSnapshot {
  seq: number
  /** How long it took. */
  ms: number
}
