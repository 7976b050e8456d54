import type { DurableMarket } from '../market/state.ts'

/** The port of snapshots: they make starting quick, and nothing else depends on them. */
export interface Snapshots {
  /** The latest one that can be trusted; null when there is none. */
  latest(): Promise<{ state: DurableMarket; seq: number } | null>
  /** Makes one of the journal up to a durable seq. */
  save(upToSeq: number): Promise<void>
}
