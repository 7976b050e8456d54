import { clockDifferenceMsMax } from './node-registry.ts'

export interface TurnBounds {
  /** A node that holds its turn for longer loses it. */
  idleMs: number
  /** After waiting so long for a turn, a node looks whether the one that has it is stuck, and ends it. */
  stuckMs: number
  /** How long to wait for a turn. */
  waitMs: number
  /** A turn takes in at most this many groups of others; with more, they are read without holding the turn. */
  groupsMax: number
  /** A node whose clock differs more from the database's appends nothing. */
  clockDifferenceMsMax: number
  /** A turn that failed so soon is tried for again, on a new connection. */
  againWithinMs: number
}

export const turnBounds: TurnBounds = {
  idleMs: 250,
  stuckMs: 500,
  waitMs: 2_000,
  groupsMax: 8,
  clockDifferenceMsMax,
  againWithinMs: 500,
}
